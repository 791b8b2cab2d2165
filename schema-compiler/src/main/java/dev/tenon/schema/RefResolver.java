package dev.tenon.schema;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds what references mean: JSON Pointers, {@code #}, anchors, the {@code $id}s of embedded schemas, and other
 * documents (JSON Schema Core 2020-12, sections 8.2 and 9.2). Nothing is ever fetched. Not thread-safe.
 */
final class RefResolver {
    private final SchemaDocument document;

    RefResolver(SchemaDocument document) {
        this.document = document;
    }

    /** A reference, cut at its fragment. */
    private record Reference(Location from, String keyword, String text, String fragment) {
        static Reference of(Location from, String keyword, String text) {
            int hash = text.indexOf('#');
            String fragment = hash < 0 ? "" : text.substring(hash + 1);
            try {
                String decoded = URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
                return new Reference(from, keyword, text, decoded);
            } catch (IllegalArgumentException e) {
                throw new SchemaException.Invalid(
                        from.pointer(keyword), keyword, "\"#" + Excerpt.of(fragment) + "\" is no URI fragment");
            }
        }

        String pointer() {
            return from.pointer(keyword);
        }

        SchemaException.Invalid invalid(String reason) {
            return new SchemaException.Invalid(pointer(), keyword, "\"" + Excerpt.of(text) + "\" " + reason);
        }
    }

    /**
     * What a reference leads to.
     *
     * @param from the schema that the reference is a keyword of
     * @param keyword {@code $ref}, {@code $dynamicRef} or {@code $recursiveRef}
     * @throws SchemaException.Invalid when it leads nowhere inside a document
     * @throws SchemaException.Unsupported when it leads to a document that is not at hand
     */
    Location resolve(Location from, String keyword, String text) {
        Reference reference = Reference.of(from, keyword, text);
        Place first = place(reference);
        Place target = switch (keyword) {
            case "$dynamicRef" -> dynamic(reference, first);
            case "$recursiveRef" -> recursive(from, first);
            default -> first;
        };
        return document.behindReference(from, target);
    }

    /**
     * JSON Schema Core 2020-12, section 8.2.3.2: where the fragment is a dynamic anchor, the one of that name in the
     * outermost resource of the dynamic scope; else what {@code $ref} leads to.
     */
    private static Place dynamic(Reference reference, Place first) {
        String name = reference.fragment;
        boolean dynamic = !name.isEmpty() && first.resource().dynamicAnchors().get(name) == first;
        return dynamic ? outermost(reference.from, name, first) : first;
    }

    /**
     * JSON Schema Core 2019-09, section 8.2.4.2: the root of the resource, or where that has {@code $recursiveAnchor},
     * the root of the outermost resource of the dynamic scope that has it.
     */
    private static Place recursive(Location from, Place first) {
        boolean recursive = first.resource().dynamicAnchors().get("") == first;
        return recursive ? outermost(from, "", first) : first;
    }

    private static Place outermost(Location from, String name, Place otherwise) {
        Place outermost = from.scope().find(name);
        return outermost == null ? otherwise : outermost;
    }

    private Place place(Reference reference) {
        Place from = reference.from.place();
        Place root = find(from, reference);
        Place target = root == null ? null : inside(root, reference);
        if (target == null
                && document.options().references() == SchemaOptions.References.ROOT_TOO
                && from.resource() != from.resource().document().root().resource()) {
            Place top = from.resource().document().root();
            Place topRoot = find(top, reference);
            target = topRoot == null ? null : inside(topRoot, reference);
            if (target != null) {
                document.library()
                        .warn(
                                reference.pointer(),
                                reference.keyword,
                                "\"" + Excerpt.of(reference.text) + "\" leads nowhere from the \"" + idKeyword(from)
                                        + "\" around it, so it is taken from the root");
            }
        }
        if (target == null) {
            throw root == null ? notAtHand(reference) : reference.invalid("leads nowhere in this schema");
        }
        if (!target.json().isObject() && !target.json().isBoolean()) {
            throw reference.invalid("leads to no schema");
        }
        if (!target.isChecked()) {
            MetaSchemaCheck.check(target);
        }
        return target;
    }

    private static String idKeyword(Place from) {
        return from.rules().dialect().idKeyword();
    }

    /** The root of the resource that the reference names. */
    private @Nullable Place find(Place from, Reference reference) {
        String address = Address.withoutFragment(reference.text);
        if (address.isEmpty()) {
            return from.resource().root();
        }
        Address target = from.resource().base().resolve(address);
        Place root = document.library().find(from, target);
        if (root != null
                && root != from.resource().root()
                && root.resource().document().isAmbiguous(target.toString())) {
            throw reference.invalid("names two schemas that differ");
        }
        return root;
    }

    private static @Nullable Place inside(Place root, Reference reference) {
        if (reference.fragment.isEmpty()) {
            return root;
        }
        if (reference.fragment.startsWith("/")) {
            return SourceDocument.follow(root, reference.fragment);
        }
        root.resource().document().index();
        if (root.resource().isAmbiguous(reference.fragment)) {
            throw reference.invalid("names two schemas that differ");
        }
        return root.resource().anchors().get(reference.fragment);
    }

    private static SchemaException.Unsupported notAtHand(Reference reference) {
        return new SchemaException.Unsupported(
                reference.pointer(),
                reference.keyword,
                "\"" + Excerpt.of(reference.text) + "\" is in another document, and none is ever fetched;"
                        + " copy it into \"$defs\", or hand that document in");
    }
}
