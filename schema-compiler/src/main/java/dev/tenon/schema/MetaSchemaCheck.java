package dev.tenon.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.path.NodePath;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Checks a schema against the meta-schema of its draft, so that whatever comes behind it has the right form. The
 * meta-schemas lie in the validator's own archive and are loaded once; nothing is fetched. Thread-safe.
 */
final class MetaSchemaCheck {
    private static final Map<Dialect, Schema> META_SCHEMAS = load();

    private MetaSchemaCheck() {}

    private static Map<Dialect, Schema> load() {
        Map<Dialect, Schema> schemas = new EnumMap<>(Dialect.class);
        for (Dialect dialect : Dialect.values()) {
            SchemaRegistry registry = SchemaRegistry.withDefaultDialect(dialect.version());
            schemas.put(
                    dialect,
                    registry.getSchema(SchemaLocation.of(dialect.version().getDialectId())));
        }
        return schemas;
    }

    /**
     * Checks the schema of a document whose nesting is bounded.
     *
     * @throws SchemaException.Invalid when it is malformed; of several faults the one that lies deepest is named
     */
    static void check(Location root) {
        Schema metaSchema = META_SCHEMAS.get(root.dialect());
        if (metaSchema == null) {
            throw new AssertionError(root.dialect());
        }
        List<Error> errors = metaSchema.validate(root.json());
        if (errors.isEmpty()) {
            return;
        }
        Error error = errors.stream()
                .max(Comparator.comparingInt(e -> e.getInstanceLocation().getNameCount()))
                .orElseThrow();
        NodePath path = error.getInstanceLocation();
        StringBuilder pointer = new StringBuilder();
        String keyword = "";
        for (int i = 0; i < path.getNameCount(); i++) {
            String token = path.getElement(i).toString();
            pointer.append('/').append(SchemaDocument.escape(token));
            keyword = Keywords.find(token) == null ? keyword : token;
        }
        throw new SchemaException.Invalid(pointer.toString(), keyword, Excerpt.of(error.getMessage()));
    }
}
