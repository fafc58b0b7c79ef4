// Texts of the codes with which the server refuses an upload, a form or a whole page. The server's own English sentence
// stands in for a code that is newer than this page.
import type { FormError } from '../protocol/pages';
import { define, quoted } from './index';

export const errors = define(
  {
    not_zip: 'The file is called .zip, but it is not a ZIP archive. Pack the folder again and upload that.',
    zip_corrupt: 'The ZIP archive is damaged: {entry} cannot be unpacked. Pack it again and try once more.',
    zip_encrypted: '{entry} in the archive is protected by a password. Save the ZIP archive without a password.',
    zip_method: '{entry} is packed in an unusual way. Use ordinary ZIP compression.',
    zip_multi_disk: 'The archive is split into several files. Pack everything into one ZIP archive.',
    zip_path_traversal: '{entry} points outside of the archive (with ".."). Such archives are refused.',
    zip_path_absolute: '{entry} has an absolute path. Paths in the archive must be relative.',
    zip_symlink: '{entry} is a link. Replace links by the files themselves.',
    zip_special: '{entry} is neither a file nor a folder. Only ordinary files can be uploaded.',
    zip_total_too_big: 'Unpacked, the archive is too big. Leave out what the game does not need.',
    zip_entry_too_big: '{entry} is too big. Make it smaller, for instance by reducing the size of pictures and sounds.',
    zip_entry_count: 'The archive holds too many files. Leave out what the game does not need.',
    zip_ratio: '{entry} grows suspiciously much when unpacked. Such archives are refused.',
    zip_overlap: 'Files overlap inside the archive at {entry}. Such archives are refused.',
    zip_duplicate: '{entry} is in the archive twice. Pack the folder again.',
    zip_case_collision: '{entry} differs from another file only by capital letters or accents. Rename one of them.',
    zip_file_dir_clash: '{entry} is a file and a folder at once. Rename one of them.',
    zip_name_encoding: 'The name {entry} cannot be read. Use plain letters in file names.',
    zip_name_control: 'The name {entry} contains an invisible control character. Rename the file.',
    zip_path_too_long: 'The path {entry} is too long. Use shorter names or fewer folders.',
    no_main_script:
      'There is no Python file in the archive. Your program must end in .py and lie at the top or in one folder.',
    unsupported_type: 'This kind of file cannot be uploaded. Choose a Python file (.py) or a ZIP archive (.zip).',
    upload_too_big: 'The upload is too big. Make pictures and sounds smaller or leave some out.',
    preview_type: 'The preview is not a picture we can show. Use PNG, JPEG, GIF, WebP or BMP.',
    preview_too_big: 'The preview picture is too big. Make it smaller.',
    game_missing: 'Choose the file of your game: a Python file (.py) or a ZIP archive (.zip).',
    name_length: 'The name must have 2 to 32 characters.',
    authors_length: 'The authors must have 2 to 64 characters.',
    description_length: 'Write a description of at most 1024 characters.',
    max_players: 'The number of players must be between 1 and 16.',
    main_script: 'There is no such script in the game. Choose another one as the main script.',
    login_failed: 'Name or password is wrong.',
    login_length: 'The login name must have 3 to 64 characters.',
    login_taken: 'This login name is taken already.',
    password_length: 'The password must have at least 10 characters.',
    token_invalid: 'This link is not valid any more. Start the server again to get a new one.',
    form_expired: 'This form is too old. Load the page again and repeat the last step.',
    invalid: 'The server could not make sense of this request.',
    unauthorized: 'You need to log in first.',
    forbidden: 'You are not allowed to do this.',
    not_found: 'There is nothing here. Perhaps the game was removed or the address has a typing mistake.',
    conflict: 'Somebody else changed this in the meantime. Load the page again.',
    too_large: 'That was too big for this server.',
    too_many: 'That was a bit much at once. Wait a moment and try again.',
    unsupported: 'This server does not offer that.',
    unavailable: 'This does not work at the moment. Try again in a minute.',
    cancelled: 'The server is just stopping. Try again in a minute.',
    internal: 'Something broke on the server. It is not your fault; the people in charge can find it in the log.',
    queue_full: 'Very many people are waiting already. Try again in a few minutes.',
    start_failed: 'The game could not be started. Try again.',
    sandbox_missing: 'Games cannot be played on this server: it has no way to run them safely.',
  },
  {
    not_zip: 'Die Datei heisst .zip, ist aber kein ZIP-Archiv. Packe den Ordner noch einmal und lade ihn dann hoch.',
    zip_corrupt:
      'Das ZIP-Archiv ist beschädigt: {entry} lässt sich nicht auspacken. Packe es neu und versuche es nochmals.',
    zip_encrypted: '{entry} im Archiv ist mit einem Passwort geschützt. Speichere das ZIP-Archiv ohne Passwort.',
    zip_method: '{entry} ist auf ungewöhnliche Art gepackt. Verwende die normale ZIP-Komprimierung.',
    zip_multi_disk: 'Das Archiv ist auf mehrere Dateien verteilt. Packe alles in ein einziges ZIP-Archiv.',
    zip_path_traversal: '{entry} zeigt aus dem Archiv hinaus (mit «..»). Solche Archive werden abgelehnt.',
    zip_path_absolute: '{entry} hat einen absoluten Pfad. Pfade im Archiv müssen relativ sein.',
    zip_symlink: '{entry} ist eine Verknüpfung. Ersetze Verknüpfungen durch die Dateien selbst.',
    zip_special: '{entry} ist weder Datei noch Ordner. Nur gewöhnliche Dateien lassen sich hochladen.',
    zip_total_too_big: 'Ausgepackt ist das Archiv zu gross. Lass weg, was das Spiel nicht braucht.',
    zip_entry_too_big: '{entry} ist zu gross. Verkleinere die Datei, zum Beispiel Bilder und Töne.',
    zip_entry_count: 'Das Archiv enthält zu viele Dateien. Lass weg, was das Spiel nicht braucht.',
    zip_ratio: '{entry} wird beim Auspacken verdächtig gross. Solche Archive werden abgelehnt.',
    zip_overlap: 'Im Archiv überlappen sich Dateien bei {entry}. Solche Archive werden abgelehnt.',
    zip_duplicate: '{entry} kommt im Archiv zweimal vor. Packe den Ordner noch einmal.',
    zip_case_collision:
      '{entry} unterscheidet sich von einer anderen Datei nur durch Gross- und Kleinschreibung oder Akzente. Benenne eine davon um.',
    zip_file_dir_clash: '{entry} ist zugleich Datei und Ordner. Benenne eines davon um.',
    zip_name_encoding: 'Der Name {entry} ist nicht lesbar. Verwende einfache Buchstaben in Dateinamen.',
    zip_name_control: 'Der Name {entry} enthält ein unsichtbares Steuerzeichen. Benenne die Datei um.',
    zip_path_too_long: 'Der Pfad {entry} ist zu lang. Verwende kürzere Namen oder weniger Ordner.',
    no_main_script:
      'Im Archiv ist keine Python-Datei. Dein Programm muss auf .py enden und zuoberst oder in einem einzigen Ordner liegen.',
    unsupported_type:
      'Diese Art von Datei kann nicht hochgeladen werden. Wähle eine Python-Datei (.py) oder ein ZIP-Archiv (.zip).',
    upload_too_big: 'Das ist zu gross zum Hochladen. Verkleinere Bilder und Töne oder lass einige weg.',
    preview_type: 'Die Vorschau ist kein Bild, das wir zeigen können. Verwende PNG, JPEG, GIF, WebP oder BMP.',
    preview_too_big: 'Das Vorschaubild ist zu gross. Verkleinere es.',
    game_missing: 'Wähle die Datei deines Spiels: eine Python-Datei (.py) oder ein ZIP-Archiv (.zip).',
    name_length: 'Der Name muss 2 bis 32 Zeichen lang sein.',
    authors_length: 'Bei «Von» müssen 2 bis 64 Zeichen stehen.',
    description_length: 'Schreibe eine Beschreibung mit höchstens 1024 Zeichen.',
    max_players: 'Es können 1 bis 16 Personen mitspielen.',
    main_script: 'Dieses Skript gibt es im Spiel nicht. Wähle ein anderes als Hauptskript.',
    login_failed: 'Name oder Passwort stimmt nicht.',
    login_length: 'Der Anmeldename muss 3 bis 64 Zeichen lang sein.',
    login_taken: 'Dieser Anmeldename ist schon vergeben.',
    password_length: 'Das Passwort muss mindestens 10 Zeichen haben.',
    token_invalid: 'Dieser Link gilt nicht mehr. Starte den Server neu, um einen neuen zu erhalten.',
    form_expired: 'Dieses Formular ist zu alt. Lade die Seite neu und wiederhole den letzten Schritt.',
    invalid: 'Der Server konnte mit dieser Anfrage nichts anfangen.',
    unauthorized: 'Dafür musst du angemeldet sein.',
    forbidden: 'Das darfst du nicht.',
    not_found: 'Hier ist nichts. Vielleicht wurde das Spiel entfernt, oder die Adresse enthält einen Tippfehler.',
    conflict: 'Das hat inzwischen jemand anderes geändert. Lade die Seite neu.',
    too_large: 'Das war zu gross für diesen Server.',
    too_many: 'Das war etwas viel auf einmal. Warte einen Moment und versuche es wieder.',
    unsupported: 'Das bietet dieser Server nicht an.',
    unavailable: 'Das geht im Moment nicht. Versuche es in einer Minute wieder.',
    cancelled: 'Der Server wird gerade angehalten. Versuche es in einer Minute wieder.',
    internal: 'Auf dem Server ist etwas kaputtgegangen. Du kannst nichts dafür; im Protokoll steht mehr dazu.',
    queue_full: 'Es warten schon sehr viele. Versuche es in ein paar Minuten wieder.',
    start_failed: 'Das Spiel konnte nicht gestartet werden. Versuche es noch einmal.',
    sandbox_missing: 'Auf diesem Server können keine Spiele gespielt werden: Er kann sie nicht sicher ausführen.',
  },
);

export function errorText(error: Pick<FormError, 'code' | 'entry' | 'message'>): string {
  if (!errors.has(error.code)) return error.message;
  // Some refusals concern the archive as a whole, although their usual text names an entry.
  if (error.entry === null && errors.tables.en[error.code].includes('{entry}')) return error.message;
  return errors(error.code, { entry: quoted(error.entry ?? '') });
}

export function titleText(code: string, fallback: string): string {
  return errors.has(code) ? errors(code) : fallback;
}
