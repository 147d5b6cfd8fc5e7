using System.Text;
using System.Text.Unicode;

namespace Mat.Assets.Imports.Formats;

/// <summary>Turns the bytes of a file into text and says when that was not plain UTF-8.</summary>
internal static class FileText
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static (TextReader Text, AssetImportProblem? Problem) Open(byte[] bytes)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            return (Reader(bytes, 3, Encoding.UTF8), Replaced(bytes, 3));
        if (bytes is [0xFF, 0xFE, ..])
            return (Reader(bytes, 2, Encoding.Unicode), null);
        if (bytes is [0xFE, 0xFF, ..])
            return (Reader(bytes, 2, Encoding.BigEndianUnicode), null);
        if (Utf8.IsValid(bytes))
            return (Reader(bytes, 0, Encoding.UTF8), Replaced(bytes, 0));
        return (Reader(bytes, 0, Windows1252), new AssetImportProblem("import.encoding_guessed",
            "The file is not UTF-8. It was read as Windows-1252; check names with accents."));
    }

    // Detection has been done above; a StreamReader of its own mind would do it again.
    private static StreamReader Reader(byte[] bytes, int skip, Encoding encoding) =>
        new(new MemoryStream(bytes, skip, bytes.Length - skip, writable: false), encoding, detectEncodingFromByteOrderMarks: false,
            bufferSize: 64 * 1024);

    private static AssetImportProblem? Replaced(byte[] bytes, int skip)
    {
        var text = bytes.AsSpan(skip);
        if (!Utf8.IsValid(text))
            return new AssetImportProblem("import.encoding_broken",
                "The file says it is UTF-8 but holds bytes that are not; they were replaced by \uFFFD.");
        return text.IndexOf("\uFFFD"u8) < 0 ? null
            : new AssetImportProblem("import.encoding_lost",
                "Another program has already replaced letters in this file by \uFFFD; they cannot be brought back.");
    }
}
