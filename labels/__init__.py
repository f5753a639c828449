"""The domain: articles, sentences, codebook, decisions and the store that keeps them."""
