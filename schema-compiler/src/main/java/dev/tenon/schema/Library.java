package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a schema can refer to: those handed in beside it, and the meta-schemas of the drafts. Each is read
 * when a reference leads to it; nothing is ever fetched. Not thread-safe: one compilation's.
 */
final class Library {
    private final SchemaOptions options;
    private final Map<String, SourceDocument> read = new HashMap<>();
    private final List<SourceDocument> all = new ArrayList<>();
    private final Map<String, Place> found = new HashMap<>();
    private final Map<String, Rules> rules = new HashMap<>();
    private final Set<SchemaWarning> warnings = new LinkedHashSet<>();

    Library(SchemaOptions options) {
        this.options = options;
    }

    SchemaOptions options() {
        return options;
    }

    /** Tells the caller of the compilation. */
    void warn(String pointer, String keyword, String message) {
        warnings.add(new SchemaWarning(pointer, keyword, message));
    }

    /** What was told so far. */
    Set<SchemaWarning> warnings() {
        return Collections.unmodifiableSet(warnings);
    }

    /** Reads the schema itself, which has no prefix. */
    SourceDocument main(JsonNode schema, Address address) {
        SourceDocument main = new SourceDocument(this, schema, "", address, Rules.of(Dialect.DRAFT_2020_12));
        all.add(main);
        return main;
    }

    /**
     * The root of the resource at an address, seen from a place; null where there is none.
     *
     * <p>The document of the place comes first, then the schema itself, then what was handed in under that address, then
     * the meta-schemas, then the inside of other documents that were read.
     */
    @Nullable
    Place find(Place from, Address address) {
        String name = address.toString();
        Resource own = from.resource();
        if (own.base().toString().equals(name)) {
            return own.root();
        }
        Place near = own.document().find(name);
        if (near != null) {
            return near;
        }
        String key = name + " " + from.rules().name();
        Place known = found.get(key);
        if (known == null) {
            known = findElsewhere(name, from.rules());
            if (known != null) {
                found.put(key, known);
            }
        }
        return known;
    }

    private @Nullable Place findElsewhere(String name, Rules otherwise) {
        Place inMain = all.get(0).find(name);
        if (inMain != null) {
            return inMain;
        }
        SourceDocument document = read(name, otherwise);
        if (document != null) {
            return document.root();
        }
        for (SourceDocument other : all) {
            Place inside = other.find(name);
            if (inside != null) {
                return inside;
            }
        }
        return null;
    }

    private @Nullable SourceDocument read(String name, Rules otherwise) {
        JsonNode json = document(name);
        if (json == null) {
            return null;
        }
        String key = json.path("$schema").isTextual() ? name : name + " " + otherwise.name();
        SourceDocument known = read.get(key);
        if (known == null) {
            known = new SourceDocument(this, json, name + "#", Address.of(name), otherwise);
            if (MetaSchemas.isOne(name)) {
                known.root().setChecked();
            }
            read.put(key, known);
            all.add(known);
        }
        return known;
    }

    private @Nullable JsonNode document(String name) {
        JsonNode given = options.documents().get(name);
        if (given == null) {
            given = options.documents().get(name + "#");
        }
        return given == null ? MetaSchemas.json(name) : given;
    }

    /**
     * The rules that a schema names in {@code $schema}, or those given where it names none.
     *
     * @param resource whether it is the root of a resource; elsewhere {@code $schema} may not stand (JSON Schema Core
     *     2020-12, section 8.1.1): one that is known is heeded there, because whole schemas get pasted into others, and
     *     one that is not is ignored
     */
    Rules rules(JsonNode schema, Rules otherwise, boolean resource, Supplier<String> pointer) {
        JsonNode named = schema.get("$schema");
        if (named == null || !named.isTextual()) {
            return otherwise;
        }
        String name = named.textValue().strip();
        Rules known = rules.get(name);
        if (known != null) {
            return known;
        }
        try {
            known = rules(name, pointer.get() + "/$schema");
            rules.put(name, known);
            return known;
        } catch (SchemaException.Unsupported e) {
            if (resource && options.unsupported() == SchemaOptions.Unsupported.REFUSED) {
                return otherwise.refused(e);
            }
            warn(e.pointer(), e.keyword(), e.reason() + "; read as " + otherwise.name());
            return otherwise;
        }
    }

    private Rules rules(String name, String pointer) {
        Dialect dialect = Dialect.named(name);
        if (dialect != null) {
            return Rules.of(dialect);
        }
        JsonNode metaSchema = options.documents().get(Address.withoutFragment(name));
        if (metaSchema == null) {
            throw unsupported(
                    pointer,
                    "the dialect \"" + Excerpt.of(name)
                            + "\" is not known; use draft 4, 6, 7, 2019-09 or 2020-12, or hand in its meta-schema");
        }
        JsonNode vocabularies = metaSchema.path("$vocabulary");
        Dialect draft = Dialect.named(metaSchema.path("$schema").asText(""));
        if (draft == null) {
            throw unsupported(pointer, "the meta-schema \"" + Excerpt.of(name) + "\" is of no known draft itself");
        }
        if (!vocabularies.isObject() || !draft.atLeast(Dialect.DRAFT_2019_09)) {
            return new Rules(draft, Rules.of(draft).vocabularies(), name, null);
        }
        Set<KeywordVocabulary> inUse = EnumSet.noneOf(KeywordVocabulary.class);
        for (Map.Entry<String, JsonNode> vocabulary : vocabularies.properties()) {
            Set<KeywordVocabulary> meant = KeywordVocabulary.named(vocabulary.getKey(), draft);
            inUse.addAll(meant);
            if (meant.isEmpty() && vocabulary.getValue().booleanValue()) {
                throw unsupported(
                        pointer,
                        "the meta-schema demands the vocabulary \"" + Excerpt.of(vocabulary.getKey())
                                + "\", which is not known");
            }
        }
        return Rules.of(draft, inUse, name);
    }

    private static SchemaException.Unsupported unsupported(String pointer, String reason) {
        return new SchemaException.Unsupported(pointer, "$schema", reason);
    }
}
