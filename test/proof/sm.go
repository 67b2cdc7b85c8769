package main

// SM3 (GB/T 32905) and the verification of SM2 signatures (GB/T 32918.2), written from the
// standards for this check alone.

import (
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

const (
	sm2Type = "\xffsm2-sm3/v1"
	sm2ID   = "1234567812345678"
)

func sm3(message []byte) [32]byte {
	state := [8]uint32{0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa,
		0xe38dee4d, 0xb0fb0e4e}
	padded := append(append([]byte{}, message...), 0x80)
	for len(padded)%64 != 56 {
		padded = append(padded, 0)
	}
	padded = binary.BigEndian.AppendUint64(padded, uint64(len(message))*8)
	for ; len(padded) > 0; padded = padded[64:] {
		sm3Block(&state, padded[:64])
	}
	var sum [32]byte
	for i, word := range state {
		binary.BigEndian.PutUint32(sum[4*i:], word)
	}
	return sum
}

func sm3Block(state *[8]uint32, block []byte) {
	p0 := func(x uint32) uint32 { return x ^ bits.RotateLeft32(x, 9) ^ bits.RotateLeft32(x, 17) }
	p1 := func(x uint32) uint32 { return x ^ bits.RotateLeft32(x, 15) ^ bits.RotateLeft32(x, 23) }
	var w [68]uint32
	for i := 0; i < 16; i++ {
		w[i] = binary.BigEndian.Uint32(block[4*i:])
	}
	for i := 16; i < 68; i++ {
		w[i] = p1(w[i-16]^w[i-9]^bits.RotateLeft32(w[i-3], 15)) ^
			bits.RotateLeft32(w[i-13], 7) ^ w[i-6]
	}
	a, b, c, d := state[0], state[1], state[2], state[3]
	e, f, g, h := state[4], state[5], state[6], state[7]
	for i := 0; i < 64; i++ {
		t, ff, gg := uint32(0x79cc4519), a^b^c, e^f^g
		if i >= 16 {
			t, ff, gg = 0x7a879d8a, a&b|a&c|b&c, e&f|^e&g
		}
		ss1 := bits.RotateLeft32(bits.RotateLeft32(a, 12)+e+bits.RotateLeft32(t, i%32), 7)
		ss2 := ss1 ^ bits.RotateLeft32(a, 12)
		tt1 := ff + d + ss2 + (w[i] ^ w[i+4])
		tt2 := gg + h + ss1 + w[i]
		a, b, c, d = tt1, a, bits.RotateLeft32(b, 9), c
		e, f, g, h = p0(tt2), e, bits.RotateLeft32(f, 19), g
	}
	for i, word := range [8]uint32{a, b, c, d, e, f, g, h} {
		state[i] ^= word
	}
}

func number(text string) *big.Int {
	n, good := new(big.Int).SetString(text, 16)
	mustBe(good, "a number of the curve")
	return n
}

// sm2Curve is y² = x³ - 3x + b over p, so that the arithmetic of the standard library serves.
func sm2Curve() *elliptic.CurveParams {
	return &elliptic.CurveParams{
		P:       number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF"),
		N:       number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123"),
		B:       number("28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"),
		Gx:      number("32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"),
		Gy:      number("BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0"),
		BitSize: 256,
		Name:    "SM2",
	}
}

// sm2Verify: the point is 04 || x || y, the signature a DER sequence of r and s.
func sm2Verify(point []byte, id, message, signature []byte) bool {
	c := sm2Curve()
	var rs struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(signature, &rs)
	if err != nil || len(rest) != 0 || len(point) != 65 || point[0] != 4 {
		return false
	}
	one := big.NewInt(1)
	if rs.R.Cmp(one) < 0 || rs.R.Cmp(c.N) >= 0 || rs.S.Cmp(one) < 0 || rs.S.Cmp(c.N) >= 0 {
		return false
	}
	x, y := new(big.Int).SetBytes(point[1:33]), new(big.Int).SetBytes(point[33:])
	if !c.IsOnCurve(x, y) {
		return false
	}
	a := new(big.Int).Sub(c.P, big.NewInt(3))
	z := binary.BigEndian.AppendUint16(nil, uint16(len(id)*8))
	z = append(z, id...)
	for _, n := range []*big.Int{a, c.B, c.Gx, c.Gy, x, y} {
		z = append(z, n.FillBytes(make([]byte, 32))...)
	}
	za := sm3(z)
	sum := sm3(append(za[:], message...))
	e := new(big.Int).SetBytes(sum[:])
	t := new(big.Int).Add(rs.R, rs.S)
	t.Mod(t, c.N)
	if t.Sign() == 0 {
		return false
	}
	x1, y1 := c.ScalarBaseMult(rs.S.Bytes())
	x2, y2 := c.ScalarMult(x, y, t.Bytes())
	x3, _ := c.Add(x1, y1, x2, y2)
	e.Add(e, x3).Mod(e, c.N)
	return e.Cmp(rs.R) == 0
}

// sm3Root is the tree head of RFC 6962 with SM3, word for word.
func sm3Root(entries [][]byte) [32]byte {
	switch len(entries) {
	case 0:
		return sm3(nil)
	case 1:
		return sm3(append([]byte{0}, entries[0]...))
	}
	k := 1
	for 2*k < len(entries) {
		k *= 2
	}
	left, right := sm3Root(entries[:k]), sm3Root(entries[k:])
	return sm3(append(append([]byte{1}, left[:]...), right[:]...))
}

// checkSM2 verifies the note and returns its size. It may reach less far than the log.
func checkSM2(message []byte, vkey, origin string, entries [][]byte) int {
	parts := strings.SplitN(vkey, "+", 3)
	mustBe(len(parts) == 3 && parts[0] == origin, "the SM2 key's name")
	typed, err := base64.StdEncoding.DecodeString(parts[2])
	must(err, "the SM2 key")
	mustBe(strings.HasPrefix(string(typed), sm2Type), "the SM2 key's type")
	id := sha256.Sum256(append([]byte(origin+"\n"), typed...))
	mustBe(hex.EncodeToString(id[:4]) == parts[1], "the SM2 key's id")
	text, lines, found := strings.Cut(string(message), "\n\n")
	mustBe(found, "form of the SM2 note")
	text += "\n"
	fields := strings.Fields(lines)
	mustBe(len(fields) == 3 && fields[0] == "—" && fields[1] == origin, "the SM2 signature's line")
	signature, err := base64.StdEncoding.DecodeString(fields[2])
	must(err, "the SM2 signature")
	mustBe(len(signature) > 4 && string(signature[:4]) == string(id[:4]), "the SM2 signature's id")
	mustBe(sm2Verify(typed[len(sm2Type):], []byte(sm2ID), []byte(text), signature[4:]),
		"the SM2 signature")
	mustBe(!sm2Verify(typed[len(sm2Type):], []byte(sm2ID), []byte(text+" "), signature[4:]),
		"that another text does not pass")
	rows := strings.Split(text, "\n")
	mustBe(len(rows) == 4 && rows[0] == origin, "form of the SM2 checkpoint")
	size, err := strconv.Atoi(rows[1])
	must(err, "size of the SM2 checkpoint")
	mustBe(size <= len(entries), "size of the SM2 checkpoint")
	root := sm3Root(entries[:size])
	if base64.StdEncoding.EncodeToString(root[:]) != rows[2] {
		must(fmt.Errorf("another root"), "the SM3 tree")
	}
	return size
}
