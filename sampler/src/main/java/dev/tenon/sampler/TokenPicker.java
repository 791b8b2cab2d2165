package dev.tenon.sampler;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The last step: one of the candidates. Not thread-safe, for its generator has a state. */
final class TokenPicker {
    private final RandomGenerator random;

    TokenPicker(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** The candidate with the greatest logit, the least id among equals. */
    static int greedy(Candidates candidates) {
        return candidates.id(candidates.greatest());
    }

    /** A candidate drawn with its softmax probability; one draw of the generator a call. */
    int draw(Candidates candidates) {
        double left = random.nextDouble() * candidates.weigh();
        int last = 0;
        for (int i = 0; i < candidates.count(); i++) {
            double weight = candidates.weight(i);
            if (weight > 0) {
                last = i;
                left -= weight;
                if (left < 0) {
                    break;
                }
            }
        }
        // Rounding may leave a rest after the last: then it is the last that has any weight.
        return candidates.id(last);
    }
}
