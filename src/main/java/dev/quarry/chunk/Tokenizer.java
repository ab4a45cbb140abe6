package dev.quarry.chunk;

/** The embedding model's own way of counting. */
public interface Tokenizer {
    /** Tokens of a text that the model can read at most; what is beyond would be dropped silently. */
    int limit();

    /** Tokens of the text, without the marks that a model adds around it. */
    int count(String text);

    /**
     * Where each token begins: offsets into {@code text} in UTF-16 units, ascending.
     *
     * <p>Words are tokenized one by one, so that the tokens of a span which begins and ends between words are those that
     * begin within it.
     */
    int[] tokenStarts(String text);
}
