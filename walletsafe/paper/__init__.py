"""Paper: pages set in type, as PDF, with fonts of their own. Knows nothing of what stands on them."""
