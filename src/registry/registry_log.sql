-- registry_tile_hashes: neighbouring hashes of one level of the tree
SELECT hash FROM registry_node WHERE region = $1 AND level = $2 AND position >= $3 AND position < $4
 ORDER BY position;
-- registry_tile_digests: neighbouring entries of the log, which are digests
SELECT digest FROM registry_entry WHERE region = $1 AND number > $2 AND number <= $3 ORDER BY number;
-- registry_cosignature_put: what a witness signed; an older one of the same checkpoint changes nothing
INSERT INTO registry_cosignature (region, size, witness, root, line, signed_ms)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (region, size, witness) DO UPDATE
   SET root = excluded.root, line = excluded.line, signed_ms = excluded.signed_ms
 WHERE excluded.signed_ms > registry_cosignature.signed_ms;
-- registry_cosignature_of: lines under the checkpoint of a size
SELECT line, root FROM registry_cosignature WHERE region = $1 AND size = $2 ORDER BY witness;
-- registry_cosignature_newest: the largest checkpoint that a witness signed
SELECT size, root FROM registry_cosignature WHERE region = $1 ORDER BY size DESC, witness LIMIT 1;
-- registry_check_cosignatures: all of them in order, for checking the whole book
SELECT size, witness, root FROM registry_cosignature
 WHERE region = $1 AND (size > $2 OR (size = $2 AND witness > $3)) ORDER BY size, witness LIMIT $4;
-- registry_check_holder_order: I2: holders of a right that are not numbered 1..n
SELECT right_id FROM registry_holder WHERE region = $1
 GROUP BY right_id HAVING min(seq) <> 1 OR max(seq) <> count(*);
-- registry_check_nodes: I17: how many nodes the tree has
SELECT count(*) FROM registry_node WHERE region = $1;
-- registry_sm3_get: how far the log is hashed with SM3
SELECT size, edge FROM registry_sm3 WHERE region = $1;
-- registry_sm3_put: the same, further on
INSERT INTO registry_sm3 (region, size, edge) VALUES ($1, $2, $3)
ON CONFLICT (region) DO UPDATE SET size = excluded.size, edge = excluded.edge
 WHERE excluded.size > registry_sm3.size;
