"""Reading the coded passages where they were said: unreleased, for those who may read them."""
