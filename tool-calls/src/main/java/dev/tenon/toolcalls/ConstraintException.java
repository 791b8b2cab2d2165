package dev.tenon.toolcalls;

import dev.tenon.schema.SchemaException;

/** A schema of a request that cannot be compiled, and where in the request it stands; the client's to mend. */
public final class ConstraintException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Place place;
    private final SchemaException schemaException;

    /** A schema's refusal at a place of the request. */
    public ConstraintException(Place place, SchemaException cause) {
        super(place + ": " + cause.getMessage(), cause);
        this.place = place;
        this.schemaException = cause;
    }

    /** Where the schema stands in a request. */
    public sealed interface Place {
        /**
         * The parameters of a tool.
         *
         * @param index its place in {@link OutputRequest#tools}, from 0
         * @param name its name
         */
        record Tool(int index, String name) implements Place {
            @Override
            public String toString() {
                return "tool '" + name + "'";
            }
        }

        /**
         * The schema of the content.
         *
         * @param name how the request calls it
         */
        record ResponseFormat(String name) implements Place {
            @Override
            public String toString() {
                return "response format '" + name + "'";
            }
        }

        /**
         * A field that holds a language in another notation.
         *
         * @param path of the field in the request
         */
        record Field(String path) implements Place {
            @Override
            public String toString() {
                return "'" + path + "'";
            }
        }
    }

    /** Which schema is at fault. */
    public Place place() {
        return place;
    }

    /** What is wrong with it: pointer, keyword and reason. */
    public SchemaException cause() {
        return schemaException;
    }
}
