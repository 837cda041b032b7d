/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/names/field-filter-private.h"

/* Recursive descent, as deep as parentheses nest:
 *
 *     any   = all { ( "or" | "|" ) all }
 *     all   = unary { [ "and" | "&" ] unary }
 *     unary = { "not" | "!" | "-" } ( "(" any ")" | term )
 */
typedef struct
{
  const char *at;
  const ServiceNames *services; /* (nullable) */
  FieldFilter *filter;
  guint depth;
} Parser;

static guint parse_any (Parser *parser, GError **error);

static FieldNode *
get_node (const FieldFilter *self, guint index)
{
  return &g_array_index (self->nodes, FieldNode, index);
}

static guint
add_node (Parser *parser, FieldNodeKind kind, GError **error)
{
  GArray *nodes = parser->filter->nodes;

  if (nodes->len > FIELD_FILTER_MAX_NODES)
    {
      g_set_error_literal (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_LIMIT,
                           C_ ("packet filter", "This filter has too many words"));
      return 0;
    }
  g_array_set_size (nodes, nodes->len + 1);
  get_node (parser->filter, nodes->len - 1)->kind = kind;
  return nodes->len - 1;
}

static void
skip_blanks (Parser *parser)
{
  while (g_ascii_isspace (*parser->at))
    parser->at++;
}

static gboolean
ends_word (char c)
{
  return c == '\0' || g_ascii_isspace (c) || strchr ("()|&\"", c) != NULL;
}

/* Takes SIGN, twice as in C where it is not a negation, or the word that means the same. */
static gboolean
take_operator (Parser *parser, char sign, const char *word)
{
  const gsize length = strlen (word);

  skip_blanks (parser);
  if (*parser->at == sign)
    {
      parser->at += sign != '!' && parser->at[1] == sign ? 2 : 1;
      return TRUE;
    }
  if (g_ascii_strncasecmp (parser->at, word, length) != 0 || !ends_word (parser->at[length]))
    return FALSE;
  parser->at += length;
  return TRUE;
}

/* A minus sign negates what it stands right before. */
static gboolean
take_negation (Parser *parser)
{
  if (take_operator (parser, '!', "not"))
    return TRUE;
  if (*parser->at != '-' || g_ascii_isspace (parser->at[1]) || parser->at[1] == '\0')
    return FALSE;
  parser->at++;
  return TRUE;
}

/* The cursor is on the mark that opens. A backslash keeps the one behind it as it is. */
static char *
take_quoted (Parser *parser, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *at = parser->at + 1;

  for (; *at != '"'; at++)
    {
      if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
        at++;
      if (*at == '\0')
        {
          g_set_error_literal (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_SYNTAX,
                               C_ ("packet filter", "This quotation mark is not closed"));
          return NULL;
        }
      g_string_append_c (text, *at);
    }
  parser->at = at + 1;
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
take_word (Parser *parser)
{
  const char *start = parser->at;

  while (!ends_word (*parser->at))
    parser->at++;
  return g_strndup (start, parser->at - start);
}

/* Whether a word with a colon is no key but an address, or a part of one. */
static gboolean
looks_like_address (const char *word)
{
  return strspn (word, "0123456789abcdefABCDEF:") == strlen (word);
}

/* Takes "key:" where one is meant; what stands before the colon of anything else is text. */
static gboolean
take_key (Parser *parser, char **key, GError **error)
{
  const char *start = parser->at;
  g_autofree char *word = take_word (parser);
  char *colon = strchr (word, ':');

  parser->at = start;
  *key = NULL;
  if (colon == NULL || colon == word)
    return TRUE;
  if (looks_like_address (word))
    return TRUE;
  *colon = '\0';
  if (field_term_is_key (word))
    {
      parser->at += colon + 1 - word;
      *key = g_steal_pointer (&word);
      return TRUE;
    }
  if (strspn (word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.") != strlen (word))
    return TRUE;
  g_set_error (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_KEY,
               C_ ("packet filter", "There is no “%s:”. Text with a colon needs quotation marks"),
               word);
  return FALSE;
}

static gboolean
fill_term (Parser *parser, FieldTerm *term, GError **error)
{
  const char *start = parser->at;
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;
  gboolean good;

  if (!take_key (parser, &key, error))
    return FALSE;
  value = *parser->at == '"' ? take_quoted (parser, error) : take_word (parser);
  if (value == NULL)
    return FALSE;
  if (key == NULL)
    {
      field_term_set_text (term, value);
      return TRUE;
    }
  good = field_term_parse (term, key, value, parser->services, error);
  if (!good)
    parser->at = start;
  return good;
}

static guint
parse_term (Parser *parser, GError **error)
{
  const guint index = add_node (parser, FIELD_NODE_TERM, error);
  FieldTerm term = { .kind = FIELD_TERM_TEXT };

  if (index == 0)
    return 0;
  if (!fill_term (parser, &term, error))
    return 0;
  get_node (parser->filter, index)->term = term;
  if (field_term_needs_dissection (&term))
    parser->filter->needs_dissection = TRUE;
  return index;
}

static guint
parse_group (Parser *parser, GError **error)
{
  const char *start = parser->at++;
  guint index;

  if (++parser->depth > FIELD_FILTER_MAX_DEPTH)
    {
      parser->at = start;
      g_set_error_literal (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_LIMIT,
                           C_ ("packet filter", "Parentheses nest too deeply here"));
      return 0;
    }
  index = parse_any (parser, error);
  if (index == 0)
    return 0;
  skip_blanks (parser);
  if (*parser->at != ')')
    {
      parser->at = start;
      g_set_error_literal (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_SYNTAX,
                           C_ ("packet filter", "This parenthesis is not closed"));
      return 0;
    }
  parser->at++;
  parser->depth--;
  return index;
}

/* Nothing, or what stands between terms. */
static gboolean
lacks_term (const Parser *parser)
{
  Parser ahead = *parser;

  return (*ahead.at != '"' && ends_word (*ahead.at)) || take_operator (&ahead, '|', "or")
         || take_operator (&ahead, '&', "and");
}

static guint
parse_unary (Parser *parser, GError **error)
{
  gboolean negated = FALSE;
  guint index;

  while (take_negation (parser))
    negated = !negated;
  skip_blanks (parser);
  if (*parser->at == '(')
    index = parse_group (parser, error);
  else if (lacks_term (parser))
    {
      g_set_error_literal (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_SYNTAX,
                           C_ ("packet filter", "Something to look for is missing here"));
      return 0;
    }
  else
    index = parse_term (parser, error);
  if (index != 0 && negated)
    get_node (parser->filter, index)->negated ^= TRUE;
  return index;
}

/* Whether another one follows that must match too. */
static gboolean
take_conjunction (Parser *parser)
{
  Parser ahead;

  skip_blanks (parser);
  if (*parser->at == '\0' || *parser->at == ')')
    return FALSE;
  ahead = *parser;
  if (take_operator (&ahead, '|', "or"))
    return FALSE;
  take_operator (parser, '&', "and");
  return TRUE;
}

static gboolean
take_disjunction (Parser *parser)
{
  return take_operator (parser, '|', "or");
}

/* PART { TAKE PART }: one part stands for itself, several below a node of KIND. */
static guint
parse_list (Parser *parser,
            FieldNodeKind kind,
            guint (*part) (Parser *, GError **),
            gboolean (*take) (Parser *),
            GError **error)
{
  guint list, last = part (parser, error);

  if (last == 0 || !take (parser))
    return last;
  list = add_node (parser, kind, error);
  if (list == 0)
    return 0;
  get_node (parser->filter, list)->first_child = last;
  do
    {
      const guint next = part (parser, error);

      if (next == 0)
        return 0;
      get_node (parser->filter, last)->next_sibling = next;
      last = next;
    }
  while (take (parser));
  return list;
}

static guint
parse_all (Parser *parser, GError **error)
{
  return parse_list (parser, FIELD_NODE_ALL, parse_unary, take_conjunction, error);
}

static guint
parse_any (Parser *parser, GError **error)
{
  return parse_list (parser, FIELD_NODE_ANY, parse_all, take_disjunction, error);
}

static gboolean
parse (Parser *parser, GError **error)
{
  skip_blanks (parser);
  if (*parser->at == '\0')
    return TRUE;
  parser->filter->root = parse_any (parser, error);
  if (parser->filter->root == 0)
    return FALSE;
  skip_blanks (parser);
  if (*parser->at == '\0')
    return TRUE;
  g_set_error_literal (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_SYNTAX,
                       C_ ("packet filter", "This parenthesis closes nothing"));
  return FALSE;
}

static gboolean
check_text (const char *text, GError **error)
{
  if (strlen (text) > FIELD_FILTER_MAX_BYTES)
    {
      g_set_error_literal (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_LIMIT,
                           C_ ("packet filter", "This filter is too long"));
      return FALSE;
    }
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_SYNTAX,
                           C_ ("packet filter", "This filter is not text in UTF-8"));
      return FALSE;
    }
  return TRUE;
}

/* Fills SELF, which is empty. POSITION: the character of TEXT where it goes wrong. */
gboolean
field_filter_parse (FieldFilter *self,
                    const char *text,
                    const ServiceNames *services,
                    guint *position,
                    GError **error)
{
  Parser parser = { .at = text, .services = services, .filter = self };
  gboolean good;

  *position = 0;
  if (!check_text (text, error))
    return FALSE;
  good = parse (&parser, error);
  if (!good)
    *position = g_utf8_pointer_to_offset (text, parser.at);
  return good;
}
