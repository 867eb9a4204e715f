"""Many synthetic studies with known truth through the methods: what they find, miss and invent."""
