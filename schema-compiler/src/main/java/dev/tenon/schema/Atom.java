package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** What a {@link Node} is a conjunction of. Made by {@link NodeTable} only, one of each. */
sealed interface Atom {
    /** Dense number, in the order of making. */
    int id();

    /** The values that the schema at a place allows. */
    record At(int id, Location location) implements Atom {}

    /** This value alone. */
    record Constant(int id, JsonNode value, String canonical) implements Atom {}

    /** All values that are not in a node, which is itself no such atom alone. */
    record Not(int id, Node node) implements Atom {}
}
