// check reads the log of a region from a running service as any outsider may, by Go's own
// implementation of such logs (golang.org/x/mod/sumdb), which shares no line with the service:
//
//	check URL REGION VKEY [-witness VKEY] [-sm2 VKEY] [CHECKPOINT ...]
//
// URL is the service's; the keys are those that the registry and the witness publish; the files are
// checkpoints kept from earlier looks. It verifies the checkpoint's signature and the witness's
// cosignature, reads all tiles against the root, checks that every entry is included, that every
// earlier checkpoint is a prefix of this one and of each larger one, that the service's own proofs
// hold, and that the head sealed with SM2 is that of the same entries. It prints what it did, one
// line a kind, and ends with 1 at the first thing that does not hold.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height     = 8
	width      = 1 << height
	pairsBelow = 20 // of sizes that no checkpoint is kept of, all pairs up to here
	typeCosign = 0x04
)

func must(err error, about string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "check: %s: %v\n", about, err)
		os.Exit(1)
	}
}

func mustBe(good bool, about string) {
	if !good {
		must(fmt.Errorf("does not hold"), about)
	}
}

// ---- the service ----

type service struct {
	url   string
	asked int
}

func (s *service) get(path string) []byte {
	reply, err := http.Get(s.url + path)
	must(err, path)
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	must(err, path)
	if reply.StatusCode != 200 {
		must(fmt.Errorf("status %d: %s", reply.StatusCode, body), path)
	}
	s.asked++
	return body
}

func (s *service) getJSON(path string, to interface{}) {
	must(json.Unmarshal(s.get(path), to), path)
}

// Height, ReadTiles and SaveTiles make it a tlog.TileReader. The names of tiles have no height here.
func (s *service) Height() int { return height }

func (s *service) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		path := strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", height), "/tile/", 1)
		all = append(all, s.get(path))
	}
	return all, nil
}

func (s *service) SaveTiles([]tlog.Tile, [][]byte) {}

// ---- notes ----

// cosigner verifies C2SP cosignatures, which cover the time at which they were made.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newCosigner(vkey string) *cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	mustBe(len(parts) == 3, "the witness's key")
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err, "the witness's key")
	mustBe(len(key) == 33 && key[0] == typeCosign, "the type of the witness's key")
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	mustBe(hex.EncodeToString(sum[:4]) == parts[1], "the id of the witness's key")
	return &cosigner{parts[0], binary.BigEndian.Uint32(sum[:4]), key[1:]}
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(head), msg...), sig[8:])
}

func open(message []byte, verifier note.Verifier, origin string) tlog.Tree {
	opened, err := note.Open(message, note.VerifierList(verifier))
	must(err, "checkpoint of "+origin)
	rows := strings.Split(opened.Text, "\n")
	mustBe(len(rows) == 4 && rows[0] == origin && rows[3] == "", "form of the checkpoint")
	size, err := strconv.ParseInt(rows[1], 10, 64)
	must(err, "size of the checkpoint")
	root, err := base64.StdEncoding.DecodeString(rows[2])
	must(err, "root of the checkpoint")
	mustBe(len(root) == tlog.HashSize, "length of the root")
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree
}

// ---- entries ----

func readEntries(s *service, size int64) [][]byte {
	var entries [][]byte
	for first := int64(0); first < size; first += width {
		n := size - first
		if n > width {
			n = width
		}
		tile := tlog.Tile{H: height, L: 0, N: first / width, W: int(n)}
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/0/", height), "/tile/entries/", 1)
		bundle := s.get(path)
		for i := int64(0); i < n; i++ {
			mustBe(len(bundle) >= 2, "bundle "+path)
			length := int(binary.BigEndian.Uint16(bundle))
			mustBe(len(bundle) >= 2+length, "bundle "+path)
			entries = append(entries, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
		mustBe(len(bundle) == 0, "end of bundle "+path)
	}
	return entries
}

func checkEntries(tree tlog.Tree, reader tlog.HashReader, entries [][]byte) {
	for i, entry := range entries {
		proof, err := tlog.ProveRecord(tree.N, int64(i), reader)
		must(err, "proof of inclusion")
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry)),
			fmt.Sprintf("inclusion of entry %d", i+1))
	}
}

// ---- the service's own proofs ----

type servedProof struct {
	Digest string
	Proof  []string
	Size   int64
	Root   string
}

func hashes(texts []string) []tlog.Hash {
	var all []tlog.Hash
	for _, text := range texts {
		var h tlog.Hash
		raw, err := hex.DecodeString(text)
		must(err, "a hash of a proof")
		mustBe(len(raw) == len(h), "length of a hash of a proof")
		copy(h[:], raw)
		all = append(all, h)
	}
	return all
}

func rootOf(p servedProof) tlog.Hash { return hashes([]string{p.Root})[0] }

func checkServedProofs(s *service, reader tlog.HashReader, entries [][]byte, sizes []int64) int {
	count := 0
	for _, size := range sizes {
		want, err := tlog.TreeHash(size, reader)
		must(err, "root of a smaller tree")
		for _, number := range []int64{1, (size + 1) / 2, size} {
			var p servedProof
			s.getJSON(fmt.Sprintf("/entries/%d/proof?size=%d", number, size), &p)
			mustBe(rootOf(p) == want && p.Size == size, "root of a served proof")
			mustBe(p.Digest == hex.EncodeToString(entries[number-1]), "digest of an entry")
			must(tlog.CheckRecord(hashes(p.Proof), size, want, number-1,
				tlog.RecordHash(entries[number-1])), "served proof of inclusion")
			count++
		}
	}
	return count
}

// Every pair of sizes: by the tiles, and by the service's own proof.
func checkGrowth(s *service, reader tlog.HashReader, sizes []int64) int {
	count := 0
	for i, older := range sizes {
		for _, newer := range sizes[i:] {
			old, err := tlog.TreeHash(older, reader)
			must(err, "root of the older tree")
			now, err := tlog.TreeHash(newer, reader)
			must(err, "root of the newer tree")
			proof, err := tlog.ProveTree(newer, older, reader)
			must(err, "proof of consistency")
			must(tlog.CheckTree(proof, newer, now, older, old), "consistency by the tiles")
			var p servedProof
			s.getJSON(fmt.Sprintf("/consistency?from=%d&to=%d", older, newer), &p)
			must(tlog.CheckTree(hashes(p.Proof), newer, now, older, old), "served proof of growth")
			count++
		}
	}
	return count
}

func sizesOf(size int64, kept []tlog.Tree) []int64 {
	var sizes []int64
	seen := map[int64]bool{}
	for n := int64(1); n <= size; n++ {
		wanted := n <= pairsBelow || n == size || n%width == 0 || n%width == 1
		for _, k := range kept {
			wanted = wanted || k.N == n
		}
		if wanted && !seen[n] {
			sizes = append(sizes, n)
			seen[n] = true
		}
	}
	return sizes
}

func main() {
	var witness, sm2 string
	var words []string
	for args := os.Args[1:]; len(args) > 0; args = args[1:] {
		switch {
		case args[0] == "-witness" && len(args) > 1:
			witness, args = args[1], args[1:]
		case args[0] == "-sm2" && len(args) > 1:
			sm2, args = args[1], args[1:]
		default:
			words = append(words, args[0])
		}
	}
	if len(words) < 3 {
		fmt.Fprintln(os.Stderr, "check URL REGION VKEY [-witness VKEY] [-sm2 VKEY] [CHECKPOINT ...]")
		os.Exit(2)
	}
	s := &service{url: words[0] + "/log/" + words[1]}
	verifier, err := note.NewVerifier(words[2])
	must(err, "the log's key")
	origin := verifier.Name()

	message := s.get("/checkpoint")
	tree := open(message, verifier, origin)
	fmt.Printf("checkpoint: size %d, signed by %s\n", tree.N, origin)
	if witness != "" {
		cosigned := s.get("/checkpoint/cosigned")
		mustBe(open(cosigned, newCosigner(witness), origin) == open(cosigned, verifier, origin),
			"the cosigned checkpoint")
		fmt.Printf("cosigned: size %d\n", open(cosigned, verifier, origin).N)
	}
	reader := tlog.TileHashReader(tree, s)
	entries := readEntries(s, tree.N)
	checkEntries(tree, reader, entries)
	fmt.Printf("entries: %d of %d are included\n", len(entries), tree.N)

	var kept []tlog.Tree
	for _, path := range words[3:] {
		old, err := os.ReadFile(path)
		must(err, path)
		k := open(old, verifier, origin)
		mustBe(k.N <= tree.N, path+": the log is not shorter than it was")
		if k.N > 0 {
			root, err := tlog.TreeHash(k.N, reader)
			must(err, path)
			mustBe(root == k.Hash, path+": what was signed then is so now")
		}
		kept = append(kept, k)
	}
	fmt.Printf("kept: %d earlier checkpoints are prefixes\n", len(kept))
	sizes := sizesOf(tree.N, kept)
	fmt.Printf("growth: %d pairs of sizes are consistent\n", checkGrowth(s, reader, sizes))
	fmt.Printf("proofs: %d served proofs of inclusion hold\n",
		checkServedProofs(s, reader, entries, sizes))
	if sm2 != "" {
		fmt.Printf("sm2: size %d, sealed and of the same entries\n",
			checkSM2(s.get("/checkpoint.sm2"), sm2, origin+"/sm3", entries))
	}
	fmt.Printf("asked: %d\n", s.asked)
	mustBe(bytes.Equal(message[:len(origin)], []byte(origin)), "origin")
}
