package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;

/** The regular expressions that formats are made of: what several share, and how they become automata. */
final class FormatPattern {
    static final String HEX = "[0-9A-Fa-f]";

    /** RFC 2673, section 3.2, with the decimal numbers of RFC 3986, section 3.2.2: up to 255, no leading zeros. */
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    static final String IPV4 = "(?:" + OCTET + "\\.){3}" + OCTET;

    /** RFC 4291, section 2.2: {@code ::} stands for at least one group, so that there are seven others at most. */
    static final String IPV6 = ipv6(7);

    private FormatPattern() {}

    /** The texts that the pattern matches as a whole. */
    static ByteDfa compile(String pattern) {
        CompileLimits limits = CompileLimits.defaults();
        return RegexCompiler.compile(EcmaRegexParser.parseSearch("^(?:" + pattern + ")$", limits), limits);
    }

    /**
     * The words of the one followed by the words of the other. O(states * 256).
     *
     * @param first an automaton none of whose words is the beginning of another
     */
    static ByteDfa concat(ByteDfa first, ByteDfa second) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int join = first.stateCount();
        for (int state = 0; state < join + second.stateCount(); state++) {
            builder.addState();
        }
        for (int state = 0; state < join; state++) {
            for (int b = 0; b < 256; b++) {
                int target = first.step(state, b);
                if (target != ByteDfa.DEAD) {
                    builder.addTransition(state, b, b, first.isAccepting(target) ? join : target);
                }
            }
        }
        copy(second, builder, join);
        return DfaAlgebra.minimize(builder.build());
    }

    /** Adds the transitions and the acceptance of an automaton whose states begin at {@code offset}. */
    private static void copy(ByteDfa dfa, ByteDfa.Builder builder, int offset) {
        for (int state = 0; state < dfa.stateCount(); state++) {
            if (dfa.isAccepting(state)) {
                builder.accept(offset + state, 0);
            }
            for (int b = 0; b < 256; b++) {
                int target = dfa.step(state, b);
                if (target != ByteDfa.DEAD) {
                    builder.addTransition(offset + state, b, b, offset + target);
                }
            }
        }
    }

    /**
     * IPv6 addresses (RFC 4291, section 2.2), also with an IPv4 address at the end, without zone.
     *
     * @param most how many groups there may be beside {@code ::}; an IPv4 address counts as two
     */
    static String ipv6(int most) {
        String group = HEX + "{1,4}";
        StringBuilder pattern = new StringBuilder("(?:(?:" + group + ":){7}" + group);
        pattern.append("|(?:").append(group).append(":){6}").append(IPV4);
        for (int left = 0; left <= most; left++) {
            int right = most - left;
            pattern.append('|');
            if (left > 0) {
                pattern.append(group)
                        .append("(?::")
                        .append(group)
                        .append("){")
                        .append(left - 1)
                        .append('}');
            }
            pattern.append("::");
            if (right > 0) {
                pattern.append("(?:")
                        .append(group)
                        .append("(?::")
                        .append(group)
                        .append("){0,")
                        .append(right - 1);
                pattern.append("}");
                if (right >= 2) {
                    pattern.append("|(?:")
                            .append(group)
                            .append(":){0,")
                            .append(right - 2)
                            .append('}')
                            .append(IPV4);
                }
                pattern.append(")?");
            }
        }
        return pattern.append(')').toString();
    }
}
