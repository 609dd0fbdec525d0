"""How much a corrected paper teaches: forms learned from one example, measured on further ones."""
