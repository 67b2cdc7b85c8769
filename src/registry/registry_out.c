/* The tables of what the registry's routes answer. */
#include "registry/registry_out.h"

OUTPUT_TABLE(registry_import_out, REGISTRY_IMPORT_OUT)
OUTPUT_TABLE(registry_seize_out, REGISTRY_SEIZE_OUT)
OUTPUT_TABLE(registry_release_out, REGISTRY_RELEASE_OUT)
OUTPUT_TABLE(registry_unit_out, REGISTRY_UNIT_OUT)
OUTPUT_TABLE(registry_holder_out, REGISTRY_HOLDER_OUT)
OUTPUT_TABLE(registry_right_out, REGISTRY_RIGHT_OUT)
OUTPUT_TABLE(registry_serving_out, REGISTRY_SERVING_OUT)
OUTPUT_TABLE(registry_page_out, REGISTRY_PAGE_OUT)
OUTPUT_TABLE(registry_proof_out, REGISTRY_PROOF_OUT)
OUTPUT_TABLE(registry_growth_out, REGISTRY_GROWTH_OUT)
OUTPUT_TABLE(registry_cosign_out, REGISTRY_COSIGN_OUT)
