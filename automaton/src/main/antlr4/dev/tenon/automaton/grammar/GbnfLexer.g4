// Tokens of GBNF, the grammar notation of llama.cpp (its grammars/README.md). What is within quotes and brackets is read
// by GbnfText. Line breaks are white space: a rule begins where a name is followed by "::=", which GbnfParser marks.
lexer grammar GbnfLexer;

tokens {
    RULE_NAME
}

ASSIGN : '::=' ;
OR : '|' ;
OPEN : '(' ;
CLOSE : ')' ;
STAR : '*' ;
PLUS : '+' ;
OPTIONAL : '?' ;
ANY : '.' ;
COUNT : '{' S* [0-9]+ S* (',' S* [0-9]* S*)? '}' ;
BAD_COUNT : '{' ;
TOKEN_ID : '!'? '<[' [0-9]+ ']>' ;
TOKEN_NAME : '!'? '<' ~[>\r\n]+ '>' ;
NAME : [a-zA-Z0-9_-]+ ;
LITERAL : '"' (~["\\] | '\\' .)* '"' ;
CHARACTERS : '[' '^'? (~[\]\\] | '\\' .)* ']' ;
COMMENT : '#' ~[\r\n]* -> skip ;
SPACE : S+ -> skip ;
BAD : . ;

fragment S : [ \t\r\n] ;
