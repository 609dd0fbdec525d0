"""Invented people's names, streets and employers: each split has surnames and streets of its own."""

from __future__ import annotations

SURNAMES: dict[str, dict[str, str]] = {
    "train": {
        "maroc": "ALAMI AMRANI BENJELLOUN BENKIRANE BOUCHAIB CHERKAOUI EL_FARISSI EL_AMRI EL_HARTI BEN_YAHYA HADDADI JABRI KADIRI LAARAJ MANSOUR AIT_OUFKIR MOUTAWAKIL NEJJAR OUAHBI RACHIDI SAIDI SLAOUI TOUZANI YACOUBI ZAHIRI EL_GHAZI BELHAJ CHAOUI FASSI_ALAOUI HAMDOUCHE IDER KARIMI LAMRINI MERNISSI",
        "senegal": "DIALLO SÈNE THIAM KANE NIANG MBOUP DIAGNE BA TOURÉ SAMB DIENG NDOUR",
        "ci": "KOUAMÉ N'DRI DIABATÉ ASSI GBAGBI DOUMBIA TANO ADOU COULIBALY ZADI EHUI",
    },
    "dev": {
        "maroc": "AKESBI BOUHLAL CHAKIR DRISSI EL_OUALI EL_BAKKALI GHALLAB HASSANI JAIDI KETTANI LAHRICHI MAAROUFI NADIR AIT_TALEB OULHAJ RIFAI SOUSSI TAHIRI WAHBI ZOUHAIR BEN_ABDELLAH MIKOU",
        "senegal": "CAMARA MBENGUE DRAMÉ TALL WADE SANÉ GOMIS MANGA",
        "ci": "KONAN YOBOUÉ N'CHO SANOGO DOSSO TAPÉ AHOUA MEITÉ",
    },
    "test": {
        "maroc": "ABBADI BARGACH BOUTALEB CHAFIK DAHBI EL_YOUSFI EL_KADI ESSAADI FILALI GHARBI HOUMMANI IBN_TAHER JALAL KHATIB LARAKI MOUNIR NACHIT AIT_HMAD OUAKRIM RAISS SQALLI TEMSAMANI WAZZANI ZERHOUNI BEN_SOUDA TOUIMI_TLEMCANI",
        "senegal": "NDAO SAGNA DIATTARA KÉBÉ LO MENDY SIDIBÉ GAYE",
        "ci": "KRAGBÉ ETTIEN N'ZI FOFANA BAKAYOKO GUÉI DIGBEU SÉRI",
    },
    "neuf": {
        "maroc": "ABOUZAID BADAOUI BELKADI BENCHEKROUN BOUAZZA CHRAIBI DOUIRI EL_HILALI EL_MOKHTARI ERRAJI FENNICH GUENNOUN HAKIMI IDRISSI_KAITOUNI JENNANE KHALDI LEMSEFFER MEKOUAR MOUSSAOUI NACIRI OUADGHIRI RAMDANI SEBTI TADLAOUI YOUSSOUFI ZNIBER AIT_BAHA BEN_MOUSSA",
        "senegal": "SOW FALL CISSÉ GUEYE FAYE DIOUF NDOYE BADJI SY DIATTA",
        "ci": "KOFFI KOUASSI YAO TRAORÉ OUATTARA GNAHORÉ AKA BAMBA DAGO LOUKOU",
    },
}
# In the lists a space parts two names; «_» is a space within one.


def surnames(split: str, country: str) -> list[str]:
    """The surnames of a split."""
    return [name.replace("_", " ") for name in SURNAMES[split][country].split()]


FIRST = {
    (
        "maroc",
        "M",
    ): "Ahmed|Abdelilah|Amine|Ayoub|Brahim|Hicham|Karim|Khalid|Mehdi|Mohamed Amine|Mustapha|Noureddine|Othmane|Saïd|Soufiane|Tarik|Yassine|Zakaria|Abderrahim|El Mehdi",
    (
        "maroc",
        "F",
    ): "Amina|Asmae|Bouchra|Fatiha|Ghita|Hafsa|Houda|Ikram|Kenza|Latifa|Lamia|Malika|Naïma|Rim|Saâdia|Sanaa|Siham|Soukaina|Touria|Fatima-Ezzahra",
    ("senegal", "M"): "Alioune|Babacar|Boubacar|El Hadji|Moussa|Pape Samba|Serigne",
    ("senegal", "F"): "Adama|Coumba|Mariama|Ndeye Marème|Rokhaya|Sokhna|Yacine",
    ("ci", "M"): "Koffi Éric|Aboubacar|Didier|Jean-Baptiste|Sékou|Yao Fabrice",
    ("ci", "F"): "Akissi|Fanta|Marie-Laure|Rokia|Ahou Prisca|Solange",
}
FIRST_NAMES = {key: names.split("|") for key, names in FIRST.items()}

CITIES = {
    "maroc": [
        "Casablanca",
        "Rabat",
        "Fès",
        "Marrakech",
        "Tanger",
        "Meknès",
        "Agadir",
        "Oujda",
        "Kénitra",
        "Salé",
        "Tétouan",
        "Settat",
        "El Jadida",
        "Béni Mellal",
    ],
    "senegal": ["Dakar", "Thiès", "Saint-Louis", "Kaolack", "Rufisque"],
    "ci": ["Abidjan", "Bouaké", "Yamoussoukro", "San-Pédro", "Daloa"],
}
STREETS = {
    "train": [
        "Rue Al Araar",
        "Avenue Mohammed V",
        "Hay Essalam, bloc 4",
        "Boulevard Ziraoui",
        "Lot. Al Qods",
        "Rue 22, Derb Soltane",
        "Résidence Nakhil, imm. 6",
        "Quartier Administratif",
    ],
    "dev": [
        "Rue Al Baraka",
        "Avenue Allal Ben Abdellah",
        "Hay Mohammadi, rue 9",
        "Lotissement Annasr",
        "Résidence Yasmine B",
        "Boulevard de la Résistance",
    ],
    "test": [
        "Rue Sebou",
        "Avenue Moulay Youssef",
        "Hay Al Massira",
        "Boulevard Bir Anzarane",
        "Lot. Essaada, villa 12",
        "Cité Dakhla, n° 7 bis",
        "Route de Sefrou",
    ],
    "neuf": [
        "Rue Ibn Batouta",
        "Avenue Hassan II",
        "Derb Sidi Bouloukat",
        "Quartier Industriel, lot 17",
        "Cité OCP, bloc C",
        "Boulevard Zerktouni",
        "Hay Riad, secteur 9",
        "Impasse des Orangers",
    ],
}
EMPLOYERS = {
    "train": [
        "OFPPT - ISTA Hay Riad",
        "OFPPT - Complexe Sidi Maârouf",
        "Ministère de l'Équipement",
        "Commune urbaine",
        "Textiles du Bouregreg SA",
    ],
    "dev": [
        "OFPPT - ISTA Gueliz",
        "Direction régionale OFPPT",
        "Académie régionale",
        "Agro Souss SARL",
    ],
    "test": [
        "OFPPT - CFP Al Adarissa",
        "OFPPT - ITA Essaouira",
        "Trésorerie provinciale",
        "Minoteries Zagora",
    ],
    "neuf": [
        "OFPPT - ISTA Zagora",
        "OFPPT - Institut des BTP",
        "Conserveries du Loukkos SA",
        "Direction provinciale des Eaux",
        "Sonabhy Transit",
        "Cimenterie du Rif",
    ],
}
ARABIC = [
    "الدكتور",
    "محمد",
    "العلوي",
    "أمينة",
    "الصحة",
    "المختبر",
    "الصيدلية",
    "المصحة",
    "شارع الحسن الثاني",
    "الدار البيضاء",
]
