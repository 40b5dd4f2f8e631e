" Vim compiler file for gclint(1).
"
" Below a folder of 'runtimepath' as compiler/gclint.vim; then
"
"	:compiler gclint
"	:make %
"
" lints the file, and :make payloads a folder, with the findings in the quickfix
" list.  gclint counts columns in characters and Vim here in bytes, so the cursor
" stands before the place on lines with characters beyond ASCII in front of it.

if exists("current_compiler")
  finish
endif
let current_compiler = "gclint"

let s:save_cpo = &cpo
set cpo&vim

if exists(":CompilerSet") != 2
  command -nargs=* CompilerSet setlocal <args>
endif

CompilerSet makeprg=gclint\ --format=gcc\ $*
CompilerSet errorformat=
      \%f:%l:%c:\ %trror:\ %m,
      \%f:%l:%c:\ %tarning:\ %m,
      \%f:%l:%c:\ %tote:\ %m,
      \gclint:\ %m,
      \%-G%.%#

let &cpo = s:save_cpo
unlet s:save_cpo
