package dev.tenon.schema;

import java.util.HashSet;
import java.util.List;

/**
 * A set of JSON values that has a name and is worked out only when it is looked into: the values in all of its atoms.
 * This is how recursion terminates: there are finitely many conjunctions of a document's schemas, each is one node
 * however it came about, and what its members are is not asked before the node itself is known. Made by
 * {@link NodeTable} only, so that identity is equality.
 */
final class Node {
    private final int id;
    private final List<Atom> atoms;
    private final boolean never;

    private Node(int id, List<Atom> atoms, boolean never) {
        this.id = id;
        this.atoms = atoms;
        this.never = never;
    }

    /** The values in all of the atoms. */
    static Node of(int id, List<Atom> atoms) {
        return new Node(id, atoms, false);
    }

    /** No value. */
    static Node never(int id) {
        return new Node(id, List.of(), true);
    }

    /** Whether it is the one node that stands for no value; others may turn out to have none. */
    boolean isNever() {
        return never;
    }

    /** Dense number, in the order of making. */
    int id() {
        return id;
    }

    /** What it is a conjunction of, ascending by id; empty for all values. */
    List<Atom> atoms() {
        return atoms;
    }

    /** Whether every value of this node is in the other because it says all that the other says. */
    boolean implies(Node other) {
        return never || (!other.never && new HashSet<>(atoms).containsAll(other.atoms));
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return "node" + id + atoms;
    }
}
