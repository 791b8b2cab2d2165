package dev.tenon.sampler.llama;

import java.util.Map;
import java.util.Set;

/** What a model was made for, as its file tells. */
public enum ModelPurpose {
    /** Going on with a text. */
    TEXT,
    /** Embeddings: it sees a whole text at once, or says how it pools. */
    EMBEDDINGS,
    /** Ranking of texts against each other, which has no vectors. */
    RANKING;

    /** {@code enum llama_pooling_type}. */
    private static final String POOLED_TO_RANKS = "4";

    /** Encoders whose files need not say so: llama.cpp knows by the name. */
    private static final Set<String> ENCODERS = Set.of(
            "bert",
            "nomic-bert",
            "nomic-bert-moe",
            "neo-bert",
            "jina-bert-v2",
            "jina-bert-v3",
            "modern-bert",
            "eurobert",
            "gemma-embedding",
            "llama-embed",
            "t5encoder");

    /** The purpose of a model. */
    public static ModelPurpose of(ModelInfo info) {
        return of(info.metadata());
    }

    /** The purpose, by the scalar values of a file's header as text. */
    static ModelPurpose of(Map<String, String> metadata) {
        String architecture = metadata.getOrDefault("general.architecture", "");
        String pooling = metadata.getOrDefault(architecture + ".pooling_type", "");
        if (pooling.equals(POOLED_TO_RANKS)) {
            return RANKING;
        }
        boolean seesAll = metadata.getOrDefault(architecture + ".attention.causal", "true")
                .equals("false");
        return !pooling.isEmpty() || seesAll || ENCODERS.contains(architecture) ? EMBEDDINGS : TEXT;
    }
}
