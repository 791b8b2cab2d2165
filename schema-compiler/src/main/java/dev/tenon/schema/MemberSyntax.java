package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import java.util.List;
import java.util.Set;

/** How the members of an object are put into text. */
interface MemberSyntax {
    /** An object around its members. */
    Expr object(Expr members);

    /** The object without members. */
    Expr empty();

    /** What stands between two members. */
    Expr separator();

    /** What follows the key of a member whose value is of this node, which has one. */
    Expr afterKey(Node value);

    /**
     * The keys as they are written: each of the named ones labelled by its index, and those of a language but the
     * forbidden ones, each with its own label raised by the number of named ones.
     *
     * @param named different strings, all of them Unicode text
     * @param forbidden other strings
     * @param others a language of text, labelled; may be empty
     */
    ByteDfa keys(List<String> named, Set<String> forbidden, ByteDfa others);

    /** Of a language of keys those that can be written so. */
    ByteDfa writable(ByteDfa keys);
}
