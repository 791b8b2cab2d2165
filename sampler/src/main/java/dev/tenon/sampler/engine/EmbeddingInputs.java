package dev.tenon.sampler.engine;

/** What every {@link EmbeddingEngine} asks of an input. */
public final class EmbeddingInputs {
    private EmbeddingInputs() {}

    /**
     * Checks an input.
     *
     * @throws EngineException when it is empty, too long, or holds a token that is not in the vocabulary
     */
    public static void check(int[] input, int maxTokens, int vocabularySize) {
        if (input.length == 0 || input.length > maxTokens) {
            throw new EngineException("an input has 1 to " + maxTokens + " tokens, not " + input.length);
        }
        for (int token : input) {
            if (token < 0 || token >= vocabularySize) {
                throw new EngineException("token " + token + " is not in a vocabulary of " + vocabularySize);
            }
        }
    }
}
