package dev.tenon.schema;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic scope (JSON Schema Core 2020-12, section 7.1), as far as it can matter: for each dynamic anchor that a
 * resource on the way had, the place in the outermost of them. Compared by identity; {@link Table} makes one of each.
 */
final class DynamicScope {
    private final Map<String, Place> outermost;
    private final Map<Resource, DynamicScope> entered = new HashMap<>();

    private DynamicScope(Map<String, Place> outermost) {
        this.outermost = Map.copyOf(outermost);
    }

    /** The place of the name in the outermost resource that has it; null when none has. */
    @Nullable
    Place find(String name) {
        return outermost.get(name);
    }

    /** Whether no dynamic anchor is in scope. */
    boolean isEmpty() {
        return outermost.isEmpty();
    }

    /** Makes scopes, one of each. Not thread-safe: one compilation's. */
    static final class Table {
        /** How many there may be: resources that name different anchors can be passed in as many ways as they like. */
        static final int MAX_SCOPES = 1_000;

        private final Map<Map<String, Place>, DynamicScope> scopes = new HashMap<>();
        private final DynamicScope empty = new DynamicScope(Map.of());

        Table() {
            scopes.put(Map.of(), empty);
        }

        /** The scope before anything is entered. */
        DynamicScope empty() {
            return empty;
        }

        /**
         * The scope inside a resource that is entered from another.
         *
         * @throws SchemaException.TooComplex when there are too many
         */
        DynamicScope enter(DynamicScope from, Resource resource) {
            if (!resource.document().hasDynamicAnchors()) {
                return from;
            }
            DynamicScope known = from.entered.get(resource);
            if (known == null) {
                known = extend(from, resource);
                from.entered.put(resource, known);
            }
            return known;
        }

        private DynamicScope extend(DynamicScope from, Resource resource) {
            resource.document().index();
            Map<String, Place> outermost = new HashMap<>(from.outermost);
            resource.dynamicAnchors().forEach(outermost::putIfAbsent);
            if (outermost.size() == from.outermost.size()) {
                return from;
            }
            DynamicScope known = scopes.get(outermost);
            if (known != null) {
                return known;
            }
            if (scopes.size() >= MAX_SCOPES) {
                throw new SchemaException.TooComplex(
                        resource.root().pointer(),
                        "$dynamicAnchor",
                        "resources with dynamic anchors reach each other in more than " + MAX_SCOPES
                                + " ways; use fewer dynamic anchors",
                        "maxDynamicScopes");
            }
            DynamicScope made = new DynamicScope(outermost);
            scopes.put(outermost, made);
            return made;
        }
    }
}
