"""PP-OCRv6: the models that the `rapidocr` wheel carries, run one thread a process."""

from extractors.words.ppocr.detector import LineDetector
from extractors.words.ppocr.reader import Looks, PPOcrReader
from extractors.words.ppocr.recogniser import LineReading, LineRecogniser

__all__ = ["LineDetector", "LineReading", "LineRecogniser", "Looks", "PPOcrReader"]
