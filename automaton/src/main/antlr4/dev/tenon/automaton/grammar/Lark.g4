// The variant of Lark that llguidance takes (its docs/syntax.md). What is not supported is refused on the tokens where it
// can be seen there.
parser grammar Lark;

options {
    tokenVocab = LarkLexer;
}

file
    : definition? (NEWLINE definition?)* EOF
    ;

definition
    : production
    | terminal
    | ignore
    | importing
    | options_
    ;

production
    : (BANG | OPTIONAL)* RULE attributes? COLON expansions
    ;

terminal
    : TERMINAL COLON expansions
    ;

ignore
    : IGNORE expansions
    ;

importing
    : IMPORT path ((ARROW TERMINAL)? | OPEN TERMINAL (COMMA TERMINAL)* CLOSE)
    ;

path
    : DOT? (RULE | TERMINAL) (DOT (RULE | TERMINAL))*
    ;

options_
    : LLGUIDANCE JSON_TEXT
    ;

attributes
    : BRACKET_OPEN attribute (COMMA attribute)* BRACKET_CLOSE
    ;

attribute
    : RULE (EQUALS (STRING | REGEXP | TERMINAL | NUMBER))?
    ;

expansions
    : alternative (OR alternative)*
    ;

alternative
    : conjunction (ARROW RULE)?
    ;

conjunction
    : expansion (AND expansion)*
    ;

expansion
    : item*
    ;

item
    : TILDE* atom repetition*
    ;

repetition
    : STAR
    | PLUS
    | OPTIONAL
    | TILDE NUMBER (RANGE NUMBER)?
    | CURLY_OPEN NUMBER? (COMMA NUMBER?)? CURLY_CLOSE
    ;

atom
    : OPEN expansions CLOSE
    | BRACKET_OPEN expansions BRACKET_CLOSE
    | STRING (RANGE STRING)?
    | REGEXP
    | RULE
    | TERMINAL
    | SPECIAL
    | JSON JSON_TEXT
    ;
