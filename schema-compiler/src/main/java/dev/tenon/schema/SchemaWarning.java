package dev.tenon.schema;

/** Something the caller must be told about a schema that compiled. */
public record SchemaWarning(String pointer, String keyword, String message) {}
