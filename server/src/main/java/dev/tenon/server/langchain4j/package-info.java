/**
 * A model in this process as LangChain4j's {@link dev.langchain4j.model.chat.ChatModel} and {@link
 * dev.langchain4j.model.chat.StreamingChatModel}, with everything that is asked for either honoured or refused. The one
 * package that knows LangChain4j, which is an optional dependency: whoever uses it brings it.
 */
@NullMarked
package dev.tenon.server.langchain4j;

import org.jspecify.annotations.NullMarked;
