/**
 * Structured output for Java programs, without the server: {@link dev.tenon.server.local.LocalModel} is a model in this
 * process, {@link dev.tenon.server.local.StructuredOutput} a Java type that its replies are held to, {@link
 * dev.tenon.server.local.ToolLoop} lets it call Java. All of it goes the way that a request to the server goes: the same
 * compiler, the same scheduler, the same events. Must not know of HTTP or of the wire's JSON.
 */
@NullMarked
package dev.tenon.server.local;

import org.jspecify.annotations.NullMarked;
