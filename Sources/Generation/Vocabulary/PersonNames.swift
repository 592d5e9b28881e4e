/// Given names and surnames by language, common ones, combined at random: no list of real people stands behind them.
/// An entry is `name` or `name|form in ASCII` where folding the letters would not do.
enum PersonNames {
  struct Language: Sendable {
    let given: [Name]
    let surnames: [Name]
  }

  struct Name: Sendable {
    let bytes: [UInt8]
    /// Lower-case ASCII letters only, for addresses.
    let ascii: [UInt8]
  }

  static let languages: [Language] = [
    language(
      "Alice Amelia Arthur Beth Charlie Daisy Edward Ellie Freya George Grace Harry Isla Jack Joan Oliver Poppy Ruth Thomas William",
      "Barker Carter Clarke Cooper Dawson Ellis Fletcher Hughes Marsh O'Neill Palmer Reed Shaw Thorne Turner Walker Ward Webb Whitlock Wright"
    ),
    language(
      "Adèle Amélie André Aurélien Benoît Camille Chloé Élise Étienne François Gaël Hélène Jérôme Léa Loïc Margaux Noémie Raphaël Théo Zoé",
      "Aubert Bélanger Besson Chevalier Desprez Fabre Garnier Girard Lefèvre Marchand Mercier Moreau Noël Perrin Rivière Rousselle Simonet Thévenin Vasseur Villeneuve"
    ),
    language(
      "Anneliese Björn Clara Dörte Emil Friederike Günter Hannah Ingo Jörg Käthe Lukas Mareike Moritz Paula Rüdiger Sören Tilda Uwe Wiebke",
      "Albrecht Böhm Dietrich Ebert Förster Götz Günther Hartmann Jäger Kröger Lüders Möller Neumann Petersen Röhr Schäfer Schröter Thiessen Voß|voss Wißmann|wissmann"
    ),
    language(
      "Åsa Astrid Bjørn|bjorn Ebba Elin Freja Göran Håkon Ingrid Jens Kåre Lars Linnéa Maja Nils Øyvind|oyvind Saga Signe Sven Ylva",
      "Åkesson Berglund Dahl Ekström Forsberg Gustavsson Hägg Holm Isaksen Jørgensen|jorgensen Lindqvist Lund Nyström Østby|ostby Rask Sjöberg Solberg Strand Törnqvist Vik"
    ),
    language(
      "Adrián Alba Álvaro Begoña Carmen Diego Elena Íñigo Inés Javier Jimena Lucía Martín Mónica Nuria Óscar Pilar Raúl Sofía Tomás",
      "Álvarez Blanco Calderón Domínguez Fernández Gálvez Herrera Ibáñez Jiménez Lozano Medina Muñoz Navarro Núñez Ortega Peña Ríos Soler Vázquez Zamora"
    ),
    language(
      "Agnieszka Bartosz Bożena Dorota Eliška Grzegorz Halina Ivo Jiří Kateřina Łukasz|lukasz Małgorzata|malgorzata Michał|michal Ondřej Paweł|pawel Šárka Stanisław|stanislaw Tereza Václav Zdeňka",
      "Bielak Černý Dąbrowicz Dvořák Góral Havel Jelínek Kaczmarek Kowal Kříž Malec Němec Nowak Piątek Růžek Sikora Šimek Wójcik Wróbel Žák"
    ),
    language(
      "Ahmet Ayşe Barış Çiğdem Deniz Elif Emre Fatma Gökhan Gül İpek|ipek Kemal Leyla Mehmet Nur Ömer Özlem Selin Şule Yağmur",
      "Acar Aydın Bayrak Çelik Demir Doğan Ekinci Güneş Işık|isik Kaya Koç Kurt Öztürk Polat Şahin Toprak Uçar Ünal Yıldız Yılmaz"
    ),
    language(
      "Aarav Aditi Anil Asha Bilal Deepa Farah Hassan Imran Kavya Leila Meera Nadia Omar Priya Rahul Sana Sunita Vikram Yusuf",
      "Ahmed Banerjee Chaudhry Desai Farooq Gupta Hussain Iyer Joshi Kapoor Malik Mehta Nair Patel Qureshi Rahman Rao Shah Siddiqui Varma"
    ),
    language(
      "Akira Aoi Bảo Chi Dũng Haruka Hoa Kenji Lan Linh Mei Minh Naoko Phương Quân Sakura Tuấn Yến Yuki Wei",
      "Chen Đặng|dang Fujita Hayashi Hoàng Inoue Kimura Liang Lý Mori Nakano Ngô Ogawa Phạm Sakai Tạ Trần Võ Wang Zhou"),
    language(
      "Αλέξης|alexis Βασιλική|vasiliki Γιώργος|giorgos Δήμητρα|dimitra Ελένη|eleni Ζωή|zoi Ηλίας|ilias Θάλεια|thaleia Ιωάννα|ioanna Κώστας|kostas Λίνα|lina Μαρία|maria Νίκος|nikos Ξένια|xenia Όλγα|olga Πέτρος|petros Ρένα|rena Σοφία|sofia Τάσος|tasos Φωτεινή|foteini",
      "Αλεξίου|alexiou Βλάχος|vlachos Γεωργίου|georgiou Δήμου|dimou Ευθυμίου|efthymiou Ζήσης|zisis Ιωάννου|ioannou Καρράς|karras Λάμπρου|lamprou Μακρής|makris Νικολάου|nikolaou Ξενάκης|xenakis Οικονόμου|oikonomou Παππάς|pappas Ρήγας|rigas Σαββίδης|savvidis Τσάκαλος|tsakalos Φίλιππας|filippas Χρήστου|christou Ψαράς|psaras"
    ),
  ]

  private static func language(_ given: String, _ surnames: String) -> Language {
    Language(given: names(given), surnames: names(surnames))
  }

  private static func names(_ line: String) -> [Name] {
    line.split(separator: " ").map { entry in
      let parts = entry.split(separator: "|")
      let shown = String(parts[0])
      let ascii = parts.count > 1 ? String(parts[1]) : folded(shown)
      return Name(bytes: Array(shown.utf8), ascii: Array(ascii.utf8))
    }
  }

  /// Letters without their marks: canonical decomposition is not at hand without Foundation, and is not needed for
  /// the few letters of the lists above.
  private static func folded(_ name: String) -> String {
    var result = ""
    for character in name.lowercased() {
      if character.isASCII {
        if character.isLetter { result.append(character) }
      } else if let plain = plain[character] {
        result.append(plain)
      }
    }
    return result
  }

  private static let plain: [Character: Character] = {
    let table: [(Character, String)] = [
      ("a", "àáâäåãăąảạấầẩậắặ"), ("c", "çćč"), ("d", "ďđ"), ("e", "éèêëęěẽếềệ"), ("g", "ğ"), ("i", "íìîïıĩị"),
      ("l", "ł"),
      ("n", "ñńň"), ("o", "óòôöõøơồộọ"), ("r", "ř"), ("s", "śšş"), ("t", "ť"), ("u", "úùûüůưũụươ"), ("y", "ýÿỳ"),
      ("z", "źżž"),
    ]
    var result: [Character: Character] = [:]
    for (letter, marked) in table {
      for character in marked { result[character] = letter }
    }
    return result
  }()
}
