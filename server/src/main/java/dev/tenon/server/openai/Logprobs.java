package dev.tenon.server.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenon.sampler.TokenChoice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code logprobs} object of a choice. */
record Logprobs(List<TokenLogprob> content, @Nullable String refusal) {

    static Logprobs of(List<TokenChoice> tokens) {
        return new Logprobs(tokens.stream().map(TokenLogprob::of).toList(), null);
    }

    /**
     * One token.
     *
     * @param bytes its bytes, 0 to 255; they alone are exact where a code point is split between tokens
     */
    record TokenLogprob(
            String token,
            float logprob,
            List<Integer> bytes,
            @JsonProperty("top_logprobs") List<TopLogprob> top) {
        static TokenLogprob of(TokenChoice choice) {
            return new TokenLogprob(
                    text(choice.bytes()),
                    choice.logprob(),
                    unsigned(choice.bytes()),
                    choice.top().stream().map(TopLogprob::of).toList());
        }
    }

    /** A token that might have come instead. */
    record TopLogprob(String token, float logprob, List<Integer> bytes) {
        static TopLogprob of(TokenChoice.Alternative alternative) {
            return new TopLogprob(text(alternative.bytes()), alternative.logprob(), unsigned(alternative.bytes()));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<Integer> unsigned(byte[] bytes) {
        Integer[] values = new Integer[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        return List.of(values);
    }
}
