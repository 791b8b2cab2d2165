package dev.tenon.server.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;

/** {@code generation}: marks what a model writes, for training; the text inside is as it would be without. */
final class GenerationTag implements Tag {
    private static final long serialVersionUID = 1L;

    @Override
    public String getName() {
        return "generation";
    }

    @Override
    public String interpret(TagNode tagNode, JinjavaInterpreter interpreter) {
        StringBuilder text = new StringBuilder();
        for (Node node : tagNode.getChildren()) {
            text.append(node.render(interpreter).getValue());
        }
        return text.toString();
    }
}
