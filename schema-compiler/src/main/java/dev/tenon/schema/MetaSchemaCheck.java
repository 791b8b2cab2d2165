package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.path.NodePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks a schema against the meta-schema of its draft, so that whatever comes behind it has the right form. What is
 * written in another draft inside it is checked against that one's (JSON Schema Core 2020-12, section 9.3.3). The
 * meta-schemas lie in the validator's own archive, and each is loaded once, for the first schema that is not
 * {@linkplain WellFormed shown} to be well-formed without it; nothing is fetched. Thread-safe.
 */
final class MetaSchemaCheck {
    private static final Map<Dialect, Schema> META_SCHEMAS = new ConcurrentHashMap<>();

    private MetaSchemaCheck() {}

    private static Schema metaSchema(Dialect dialect) {
        return META_SCHEMAS.computeIfAbsent(
                dialect,
                key -> SchemaRegistry.withDefaultDialect(key.version())
                        .getSchema(SchemaLocation.of(key.version().getDialectId())));
    }

    /**
     * Checks the schema at a place of a document whose nesting is bounded, and notes there that it was.
     *
     * @throws SchemaException.Invalid when it is malformed; the first fault is named, where it lies deepest
     */
    static void check(Place place) {
        Deque<Place> todo = new ArrayDeque<>();
        todo.add(place);
        while (!todo.isEmpty()) {
            Place at = todo.remove();
            List<Place> others = at.resource().document().hasInnerDialects() ? otherDialects(at) : List.of();
            check(at, others.isEmpty() ? at.json() : without(others, at));
            todo.addAll(others);
        }
        place.setChecked();
    }

    /**
     * Some of the faults. The validator stops at the first, but collects all that it meets below an {@code anyOf}, which
     * the older meta-schemas have around lists.
     */
    static List<Error> faults(JsonNode json, Dialect dialect) {
        Faults faults = new Faults();
        try {
            return metaSchema(dialect).validate(faults, json, OutputFormat.DEFAULT);
        } catch (Faults.Enough e) {
            return faults.getErrors();
        }
    }

    /**
     * Faults in a number that fits memory. No branch of an {@code anyOf} in a meta-schema has as many faults where
     * another one has none, because the branches differ in the type of the value.
     */
    private static final class Faults extends ExecutionContext {
        private static final int MAX_FAULTS = 1_000;

        static final class Enough extends RuntimeException {
            private static final long serialVersionUID = 1L;

            Enough() {
                super(null, null, false, false);
            }
        }

        Faults() {
            setFailFast(true);
        }

        @Override
        public void addError(Error error) {
            super.addError(error);
            if (getErrors().size() >= MAX_FAULTS) {
                throw new Enough();
            }
        }
    }

    private static void check(Place place, JsonNode json) {
        Dialect dialect = place.rules().dialect();
        if (place.rules().refusal() != null || WellFormed.isShown(json, dialect)) {
            return;
        }
        List<Error> errors = faults(json, dialect);
        if (errors.isEmpty()) {
            return;
        }
        Error error = errors.stream()
                .max(Comparator.comparingInt(e -> e.getInstanceLocation().getNameCount()))
                .orElseThrow();
        NodePath path = error.getInstanceLocation();
        StringBuilder pointer = new StringBuilder(place.pointer());
        String keyword = "";
        for (int i = 0; i < path.getNameCount(); i++) {
            String token = path.getElement(i).toString();
            pointer.append('/').append(SourceDocument.escape(token));
            keyword = Keywords.find(token) == null ? keyword : token;
        }
        throw new SchemaException.Invalid(pointer.toString(), keyword, Excerpt.of(error.getMessage()));
    }

    /** The outermost schemas inside a schema that are written by other rules. */
    private static List<Place> otherDialects(Place place) {
        List<Place> others = new ArrayList<>();
        Deque<Place> todo = new ArrayDeque<>(SourceDocument.schemasBelow(place));
        while (!todo.isEmpty()) {
            Place at = todo.remove();
            boolean other = at.rules().refusal() != null
                    || at.rules().dialect() != place.rules().dialect();
            if (other) {
                others.add(at);
            } else {
                todo.addAll(SourceDocument.schemasBelow(at));
            }
        }
        return others;
    }

    /** A copy in which schemas that demand nothing stand in the place of some. */
    private static JsonNode without(List<Place> others, Place place) {
        JsonNode copy = place.json().deepCopy();
        for (Place other : others) {
            Deque<String> path = new ArrayDeque<>();
            for (Place at = other; at != place && at.parent() != null; at = at.parent()) {
                path.push(at.token());
            }
            String last = path.removeLast();
            JsonNode parent = copy;
            for (String token : path) {
                parent = parent.isArray() ? parent.get(Integer.parseInt(token)) : parent.get(token);
            }
            ObjectNode nothing = JsonNodeFactory.instance.objectNode();
            if (parent instanceof ArrayNode list) {
                list.set(Integer.parseInt(last), nothing);
            } else {
                ((ObjectNode) parent).set(last, nothing);
            }
        }
        return copy;
    }
}
