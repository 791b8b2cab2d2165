package dev.tenon.schema;

/** The types of JSON values that the algebra keeps apart. An integer is a number that is a multiple of one. */
enum JsonType {
    NULL,
    BOOLEAN,
    NUMBER,
    STRING,
    ARRAY,
    OBJECT
}
