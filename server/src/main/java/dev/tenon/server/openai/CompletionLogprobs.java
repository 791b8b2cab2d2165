package dev.tenon.server.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenon.sampler.TokenChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code logprobs} of a completion: lists side by side, one element for each token.
 *
 * @param topLogprobs the best tokens by their text, and the token itself; null where none were asked for. Of two tokens with one
 *     text the likelier one counts
 * @param textOffset where each token begins in the text, in code points; one that begins within a code point, where that begins
 */
record CompletionLogprobs(
        List<String> tokens,
        @JsonProperty("token_logprobs") List<Float> tokenLogprobs,
        @JsonProperty("top_logprobs") @Nullable List<Map<String, Float>> topLogprobs,
        @JsonProperty("text_offset") List<Integer> textOffset) {

    /** Counts code points of a choice's text, token by token. Not thread-safe. */
    static final class Offsets {
        private int begun;

        /** The lists for the next tokens. */
        CompletionLogprobs next(List<TokenChoice> choices, int topCount) {
            List<String> tokens = new ArrayList<>();
            List<Float> logprobs = new ArrayList<>();
            List<Map<String, Float>> top = new ArrayList<>();
            List<Integer> offsets = new ArrayList<>();
            for (TokenChoice choice : choices) {
                tokens.add(TokenText.named(choice.bytes()));
                logprobs.add(choice.logprob());
                top.add(best(choice));
                boolean isWithin = choice.bytes().length > 0 && isContinuation(choice.bytes()[0]);
                offsets.add(isWithin ? Math.max(0, begun - 1) : begun);
                for (byte b : choice.bytes()) {
                    begun += isContinuation(b) ? 0 : 1;
                }
            }
            return new CompletionLogprobs(tokens, logprobs, topCount > 0 ? top : null, offsets);
        }

        private static boolean isContinuation(byte b) {
            return (b & 0xC0) == 0x80;
        }

        private static Map<String, Float> best(TokenChoice choice) {
            Map<String, Float> best = new LinkedHashMap<>();
            for (TokenChoice.Alternative alternative : choice.top()) {
                best.putIfAbsent(TokenText.named(alternative.bytes()), alternative.logprob());
            }
            best.putIfAbsent(TokenText.named(choice.bytes()), choice.logprob());
            return best;
        }
    }
}
