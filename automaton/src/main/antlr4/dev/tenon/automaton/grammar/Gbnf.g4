// GBNF, the grammar notation of llama.cpp (its grammars/README.md).
parser grammar Gbnf;

options {
    tokenVocab = GbnfLexer;
}

file
    : production* EOF
    ;

production
    : RULE_NAME ASSIGN alternatives
    ;

alternatives
    : sequence (OR sequence)*
    ;

sequence
    : item*
    ;

item
    : atom quantifier*
    ;

quantifier
    : STAR
    | PLUS
    | OPTIONAL
    | COUNT
    ;

atom
    : LITERAL
    | CHARACTERS
    | ANY
    | NAME
    | TOKEN_ID
    | TOKEN_NAME
    | OPEN alternatives CLOSE
    ;
