package dev.tenon.server.openai;

import java.util.List;

/**
 * How the API behaves where that is a choice.
 *
 * @param names what becomes of names of models that are not there
 * @param unknownFields what becomes of fields of a request that mean nothing here
 * @param profile how much is taken of what the model could do; {@link Profile#OPENAI} refuses unknown fields, too
 * @param keys keys of which a request must bring one; none to let everybody in
 */
public record ApiOptions(ModelNames names, UnknownFields unknownFields, Profile profile, ApiKeys keys) {
    /** The stricter of two choices holds. */
    public ApiOptions {
        unknownFields = switch (profile) {
            case SUPERSET -> unknownFields;
            case OPENAI -> UnknownFields.REFUSED;
        };
    }

    /** What becomes of names of models that are not there. */
    public enum ModelNames {
        /** 404. */
        KNOWN_ONLY,
        /** The loaded model answers to every name. */
        ANY
    }

    /** What becomes of fields of a request that mean nothing here. A constraint in a foreign form is refused in either case. */
    public enum UnknownFields {
        /** They have no effect, and a header of the answer says so. */
        REPORTED,
        /** 400. */
        REFUSED
    }

    /** Which requests are taken of those that could be answered. */
    public enum Profile {
        /** All of them. */
        SUPERSET,
        /**
         * Those that OpenAI's own API takes, so that what works here works there: {@code strict} schemas within its subset
         * and limits, JSON mode only where the messages speak of JSON, and no fields of other servers.
         */
        OPENAI
    }

    /** Of every request that can be answered. */
    public ApiOptions(ModelNames names, UnknownFields unknownFields, List<String> apiKeys) {
        this(names, unknownFields, Profile.SUPERSET, ApiKeys.of(apiKeys));
    }

    /** With unknown fields reported. */
    public ApiOptions(ModelNames names, List<String> apiKeys) {
        this(names, UnknownFields.REPORTED, apiKeys);
    }

    /** Known names only, unknown fields reported, and no keys. */
    public static ApiOptions defaults() {
        return new ApiOptions(ModelNames.KNOWN_ONLY, List.of());
    }

    /** The same with another profile. */
    public ApiOptions withProfile(Profile other) {
        return new ApiOptions(names, unknownFields, other, keys);
    }
}
