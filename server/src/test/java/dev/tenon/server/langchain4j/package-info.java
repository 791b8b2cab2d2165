@NullMarked
package dev.tenon.server.langchain4j;

import org.jspecify.annotations.NullMarked;
