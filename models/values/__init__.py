"""Values as written on paper and as we keep them (DOMAIN §3): dates, amounts, identifiers."""
