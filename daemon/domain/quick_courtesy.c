/* domain/ — what people write that answers nothing. */
#include "daemon/domain/quick_courtesy.h"

#include <ctype.h>
#include <string.h>

/* Words of courtesy, of putting off and of the way a mail is written, in both languages: they answer nothing. */
static bool says_nothing(const char *word, size_t length)
{
	static const char words[] = " a aan about below beneath hieronder inline onder onderstaand see underneath zie "
				    "again ahead alles als am an and ander answer antwoord antwoorden "
				    "appreciated are as at avond "
				    "back be been bedankt beetje begin bekijk bekijken bel bellen ben bericht beste "
				    "better bij bijna by call can "
				    "come comes could dag dan dank dankjewel dat day days de deze die dinsdag dit do "
				    "doe doen donderdag done door "
				    "druk een eens eerst en er erbij erg er even eventjes evening excuses fijn fine "
				    "for friday from further ga "
				    "gaan gauw get gelezen get give go going good goed goede goedemorgen graag groet "
				    "groeten groetjes gr had have "
				    "he heb hebben heel heet hello het hi hier hoi hoor how i ik in into is it ja je "
				    "jij jou jouw jullie just kan "
				    "kijk kijken klopt kom komen komende kon later laten later let lukt maar maandag "
				    "mail make meteen met mij mijn "
				    "mocht moet moment monday moment morgen morgenochtend morning my na naar near nee "
				    "next niet no nog noon not "
				    "now nu of off office ok oke okay om on one ontvangen only onze ook op or out over "
				    "per please prima reply "
				    "respond right saturday send sent shall soon sorry straks stuur sturen sunday sure "
				    "take te thank thanks that "
				    "the then there this thursday tijd time to today tomorrow tonight top tot tuesday "
				    "uit uur van vanavond vandaag "
				    "vanmiddag veel very via vind volgende voor voorbereiding vrijdag vriendelijke "
				    "wait was we week wednesday "
				    "weekend week weer wel well werk wil will with woensdag wordt work would yes you "
				    "your zal zaterdag ze zeker "
				    "zo zodra zondag zou preparation prepare invullen vul fill receipt received busy "
				    "look looking get read ";
	char wanted[34] = " ";

	if (length + 3 > sizeof(wanted))
		return true;
	for (size_t i = 0; i < length; i++)
		wanted[1 + i] = (char)tolower((unsigned char)word[i]);
	wanted[length + 1] = ' ';
	wanted[length + 2] = '\0';
	return strstr(words, wanted) != NULL;
}

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Something that people say: letters with a vowel among them, of a length that words have. */
static bool is_word(const char *word, size_t length)
{
	bool vowel = false;

	for (size_t i = 0; i < length; i++)
		vowel = vowel || strchr("aeiouyAEIOUY", word[i]) != NULL || (unsigned char)word[i] >= 0x80;
	return length >= 2 && length <= 30 && vowel;
}

size_t quick_courtesy_beyond(const char *line)
{
	size_t count = 0;

	while (*line != '\0') {
		size_t length = 0;
		bool mixed = false;

		while (is_letter(line[length]) || isdigit((unsigned char)line[length])) {
			mixed = mixed || isdigit((unsigned char)line[length]);
			length++;
		}
		if (length > 0 && !mixed && is_word(line, length) && !says_nothing(line, length))
			count++;
		line += length > 0 ? length : 1;
	}
	return count;
}

bool quick_courtesy_noise(const char *text)
{
	size_t letters = 0, signs = 0;

	for (const char *at = text; *at != '\0'; at++) {
		if (((unsigned char)*at < 0x20 && strchr("\t\r\n", *at) == NULL) || *at == 0x7f ||
			strncmp(at, "\xef\xbf\xbd", 3) == 0)
			return true;
		if (is_letter(*at) || isdigit((unsigned char)*at))
			letters++;
		else if (!isspace((unsigned char)*at) && strchr(".,?!'\"-:;>*", *at) == NULL)
			signs++;
	}
	return signs * 3 > letters;
}
