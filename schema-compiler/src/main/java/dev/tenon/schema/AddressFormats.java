package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;

/**
 * The formats of hosts and of mail (JSON Schema Validation 2020-12, sections 7.3.2 to 7.3.4), but for internationalized
 * host names: {@link IdnHostnames}.
 */
final class AddressFormats {
    /** RFC 5321, section 4.5.3.1.1. */
    private static final int LOCAL_OCTETS = 64;

    /** RFC 5321, section 4.5.3.1.3: a path has 256 octets, angle brackets included. A domain is shorter still. */
    private static final int MAILBOX_LENGTH = 254;

    /** RFC 1035, section 2.3.4: 255 octets with a length before each label and an empty one at the end. */
    private static final int HOST_LENGTH = 253;

    /** RFC 1123, section 2.1, and RFC 1035, section 2.3.4: letters, digits and inner hyphens, 63 at most. */
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    private static final String HOST = LABEL + "(?:\\." + LABEL + ")*";

    /** A label that begins as those do that hold Punycode (RFC 5890, section 2.3.2.1), and any host with one. */
    private static final String WITH_PUNYCODE = "(?:[^]*\\.)?[Xx][Nn]--[^]*";

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String QUOTED = "\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*\"";

    /** RFC 6531, section 3.3, adds what is not ASCII to both. */
    private static final String WIDE_ATOM = "(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\\x00-\\x7F])+";

    private static final String WIDE_QUOTED = "\"(?:[ !#-\\[\\]-~]|[^\\x00-\\x7F]|\\\\[ -~])*\"";

    /** Letters, digits and marks, roughly, beyond ASCII, without full stops that separate labels (RFC 5895). */
    private static final String WIDE = "\\xC0-\\u1FFF\\u2C00-\\u2FEF\\u3041-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFEFE";

    /** So short that its form in Punycode has at most 63 octets, whatever it holds: {@link IdnHostnames}. */
    private static final String WIDE_LABEL =
            "[A-Za-z0-9" + WIDE + "](?:[A-Za-z0-9" + WIDE + "-]{0,10}[A-Za-z0-9" + WIDE + "])?";

    /** RFC 5321, section 4.1.3; its {@code ::} stands for at least two groups. */
    private static final String ADDRESS = "\\[(?:" + FormatPattern.IPV4 + "|IPv6:" + FormatPattern.ipv6(6) + ")\\]";

    private AddressFormats() {}

    static StringFormat ipv4() {
        return StringFormat.exact(FormatPattern.compile(FormatPattern.IPV4));
    }

    static StringFormat ipv6() {
        return StringFormat.exact(FormatPattern.compile(FormatPattern.IPV6));
    }

    /** Labels in Punycode are told step by step: whether one decodes to an allowed label (RFC 5891, 4.4) is not regular. */
    static StringFormat hostname() {
        ByteDfa hosts = FormatPattern.compile(HOST);
        ByteDfa plain = DfaAlgebra.minus(hosts, FormatPattern.compile(WITH_PUNYCODE), CompileLimits.defaults());
        return StringFormat.within(plain, hosts).upTo(HOST_LENGTH).with(PunycodeHosts.strings());
    }

    /** RFC 5321, section 4.1.2, Mailbox, within the lengths of section 4.5.3.1. */
    static StringFormat email() {
        String local = "(?:" + ATOM + "(?:\\." + ATOM + ")*|" + QUOTED + ")@";
        ByteDfa all = FormatPattern.concat(shortLocalPart(local), FormatPattern.compile(HOST + "|" + ADDRESS));
        ByteDfa outer = FormatPattern.compile(local + "(?:[A-Za-z0-9.-]+|\\[[ -~]+\\])");
        return StringFormat.within(all, outer).upTo(MAILBOX_LENGTH);
    }

    /** RFC 6531, section 3.3: Mailbox with anything beyond ASCII in a local part, and letters in a domain. */
    static StringFormat idnEmail() {
        String local = "(?:" + WIDE_ATOM + "(?:\\." + WIDE_ATOM + ")*|" + WIDE_QUOTED + ")@";
        String host = "(?:" + LABEL + "|" + WIDE_LABEL + ")";
        ByteDfa domain = FormatPattern.compile(host + "(?:\\." + host + ")*|" + ADDRESS);
        return StringFormat.within(
                        FormatPattern.concat(shortLocalPart(local), domain), FormatPattern.compile("[^]+@[^]+"))
                .upTo(MAILBOX_LENGTH);
    }

    /** Of these local parts, {@code @} included, those that are not longer than {@link #LOCAL_OCTETS}. */
    private static ByteDfa shortLocalPart(String pattern) {
        ByteDfa.Builder counted = ByteDfa.builder();
        counted.addState();
        for (int octets = 1; octets <= LOCAL_OCTETS + 1; octets++) {
            int state = counted.addState();
            counted.accept(state, 0);
            counted.addTransition(state - 1, 0, 255, state);
        }
        return DfaAlgebra.intersect(FormatPattern.compile(pattern), counted.build(), CompileLimits.defaults());
    }
}
