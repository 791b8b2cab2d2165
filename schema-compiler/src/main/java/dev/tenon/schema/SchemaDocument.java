package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The schema of one compilation, with the documents that it refers to: its places as they are reached, each made once.
 * Not thread-safe.
 */
final class SchemaDocument {
    /** Stands for the schema's own address where it gives none; an address that no document can mean. */
    private static final Address UNNAMED = Address.of("tenon-schema:///document");

    private record Reached(Place place, DynamicScope scope, Reading reading) {}

    private final Library library;
    private final SourceDocument main;
    private final DynamicScope.Table scopes = new DynamicScope.Table();
    /** Locations that are not the usual one of their place. */
    private final Map<Reached, Location> inScope = new HashMap<>();

    private int locationCount;
    private final Location root;

    /**
     * The document of a schema.
     *
     * @throws SchemaException.TooComplex when it is nested deeper than {@link SourceDocument#MAX_DEPTH}
     * @throws SchemaException.Unsupported when {@code $schema} names an unknown dialect
     */
    SchemaDocument(JsonNode schema, SchemaOptions options) {
        this.library = new Library(options);
        this.main = library.main(schema, UNNAMED);
        Reading reading = options.objects() == SchemaOptions.Objects.CLOSED ? Reading.VALUE : Reading.AS_WRITTEN;
        this.root = at(main.root(), scopes.empty(), reading);
    }

    /** The whole schema. */
    Location root() {
        return root;
    }

    /** The options of the compilation. */
    SchemaOptions options() {
        return library.options();
    }

    /** The documents that references may lead to. */
    Library library() {
        return library;
    }

    /** What the caller must be told of what was found so far. */
    Set<SchemaWarning> warnings() {
        return library.warnings();
    }

    /** How many places were made so far, in each scope that they are reached in. */
    int locationCount() {
        return locationCount;
    }

    /** The place of the value of a keyword. */
    Location child(Location parent, String keyword) {
        Place value = SourceDocument.child(parent.place(), keyword);
        return at(value, parent.scope(), parent.reading().inside(keyword));
    }

    /** The place of a value inside the value of a keyword. */
    Location child(Location parent, String keyword, String token) {
        Place value = SourceDocument.child(SourceDocument.child(parent.place(), keyword), token);
        return at(value, parent.scope(), parent.reading().inside(keyword));
    }

    /** The places of the members of the object of a keyword, by key and in their order; none where it is not there. */
    Map<String, Location> children(Location parent, String keyword) {
        JsonNode object = parent.json().get(keyword);
        if (object == null) {
            return Map.of();
        }
        Place value = SourceDocument.child(parent.place(), keyword);
        Reading reading = parent.reading().inside(keyword);
        Map<String, Location> children = LinkedHashMap.newLinkedHashMap(object.size());
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            Place place = SourceDocument.child(value, member.getKey(), member.getValue());
            children.put(member.getKey(), at(place, parent.scope(), reading));
        }
        return children;
    }

    /** The place of an element of the value of a keyword. */
    Location child(Location parent, String keyword, int index) {
        return child(parent, keyword, Integer.toString(index));
    }

    /** A place that a reference leads to. */
    Location behindReference(Location from, Place target) {
        return at(target, from.scope(), from.reading().behindReference());
    }

    /** The same place, read in another way. */
    Location read(Location at, Reading reading) {
        return at(at.place(), at.scope(), reading);
    }

    /** A place as it is reached from a scope; its resource is entered. */
    private Location at(Place place, DynamicScope from, Reading reading) {
        SchemaException.Unsupported refusal = place.rules().refusal();
        if (refusal != null) {
            throw refusal;
        }
        DynamicScope scope = scopes.enter(from, place.resource());
        if (!scope.isEmpty() || reading != Reading.AS_WRITTEN) {
            return inScope.computeIfAbsent(
                    new Reached(place, scope, reading),
                    reached -> new Location(locationCount++, place, scope, reading));
        }
        Location known = place.usualLocation();
        if (known == null) {
            known = new Location(locationCount++, place, scope, reading);
            place.setUsualLocation(known);
        }
        return known;
    }

    /** The location as if something else stood there; places below it stay the same. */
    Location with(Location at, JsonNode json) {
        return new Location(locationCount++, at.place().with(json), at.scope(), at.reading());
    }
}
