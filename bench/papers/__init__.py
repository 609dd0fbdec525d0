"""Papers worded by authors who had never seen our code, read by the product's own types and fields."""
