using Oversight.Disclosure.Reference;
using Oversight.Kernel;

namespace Oversight.Disclosure.Institutions;

/// <summary>What somebody looks for, as it came in.</summary>
/// <param name="Q">Name, part of a name, several words, a credit code or a licence number.</param>
/// <param name="CreditCode">Unified social credit code, complete.</param>
/// <param name="LicenceNumber">Number of the school-running licence, complete; its digits are enough.</param>
/// <param name="Division">Division of two, four or six digits; everything inside it is meant.</param>
/// <param name="Type">Code of a type.</param>
/// <param name="Status">Code of a status.</param>
/// <param name="Grade">Grade of the rating.</param>
internal sealed record SearchInput(
    string? Q, string? CreditCode, string? LicenceNumber, string? Division, string? Type, string? Status, string? Grade);

/// <summary>What somebody looks for, read and checked; the parts are joined by "and".</summary>
/// <param name="Words">Searchable words that the name must contain, each somewhere.</param>
/// <param name="CreditCode">The credit code, or null.</param>
/// <param name="LicenceKey">The searchable licence number, or null.</param>
/// <param name="Division">The division, or null.</param>
/// <param name="Type">The type, or null.</param>
/// <param name="Status">The status, or null.</param>
/// <param name="Grade">The grade, or null.</param>
internal sealed record SearchFilter(
    IReadOnlyList<string> Words, string? CreditCode, string? LicenceKey, DivisionCode? Division, string? Type, string? Status,
    string? Grade)
{
    /// <summary>The longest text that is looked for, in UTF-16 units.</summary>
    public const int MaxText = 100;

    /// <summary>Most words in it.</summary>
    public const int MaxWords = 8;

    /// <summary>Marks the list that a cursor belongs to.</summary>
    public string List =>
        string.Join('|', "institutions", string.Join(' ', Words), CreditCode, LicenceKey, Division?.Value, Type, Status, Grade);

    /// <summary>Reads what came in. Blank counts as absent.</summary>
    /// <param name="input">As it came.</param>
    /// <param name="reference">Knows the codes.</param>
    /// <param name="faults">Every fault, each with its field; empty when the filter may be used.</param>
    public static SearchFilter Read(SearchInput input, ReferenceData reference, out List<Error> faults)
    {
        var found = new List<Error>();
        var text = Take(TextInput.Optional(input.Q, MaxText, TextForm.SingleSpaced | TextForm.HalfWidth), "q", found);
        var (words, creditCode, licenceKey) = ReadText(text, found);
        if (!string.IsNullOrWhiteSpace(input.CreditCode))
        {
            creditCode = Take(Kernel.CreditCode.Parse(input.CreditCode), "creditCode", found)?.Value;
        }

        if (Take(TextInput.Optional(input.LicenceNumber, MaxText, TextForm.Code), "licenceNumber", found) is { } number
            && (licenceKey = Institutions.LicenceKey.Of(number)) is null)
        {
            found.Add(SearchErrors.NothingToFind.At("licenceNumber"));
        }

        var division = string.IsNullOrWhiteSpace(input.Division) ? null : Take(DivisionCode.Parse(input.Division), "division", found);
        var type = ReadCode(input.Type, reference.FindType, SearchErrors.UnknownType, found);
        var status = ReadCode(input.Status, reference.FindStatus, SearchErrors.UnknownStatus, found);
        var grade = ReadCode(
            input.Grade, code => Publication.Wording.Grades.FirstOrDefault(known => known.Equals(code, StringComparison.OrdinalIgnoreCase)),
            SearchErrors.UnknownGrade, found);
        faults = found;
        return new SearchFilter(words, creditCode, licenceKey, division, type, status, grade);
    }

    private static (IReadOnlyList<string> Words, string? CreditCode, string? LicenceKey) ReadText(string? text, List<Error> faults)
    {
        if (text is null)
        {
            return ([], null, null);
        }

        // A complete code or licence number is one seek in its own index. Taken for words of a name it would find nothing.
        if (Kernel.CreditCode.Parse(text) is { IsRefused: false } code)
        {
            return ([], code.Value.Value, null);
        }

        if (Institutions.LicenceKey.IsLike(text))
        {
            return ([], null, Institutions.LicenceKey.Of(text));
        }

        var words = NameKey.WordsOf(text);
        if (words.Count == 0)
        {
            faults.Add(SearchErrors.NothingToFind);
        }
        else if (words.Count > MaxWords)
        {
            faults.Add(SearchErrors.TooManyWords);
        }

        return (words, null, null);
    }

    private static string? ReadCode(string? code, Func<string, string?> find, Error unknown, List<Error> faults)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            return null;
        }

        var known = find(code.Trim());
        if (known is null)
        {
            faults.Add(unknown);
        }

        return known;
    }

    private static T? Take<T>(Result<T> read, string field, List<Error> faults)
    {
        if (read.IsRefused)
        {
            faults.Add(read.Error.At(field));
            return default;
        }

        return read.Value;
    }
}

/// <summary>Every refusal of the search.</summary>
internal static class SearchErrors
{
    public static readonly Error NothingToFind = new(
        ErrorKind.Invalid, "disclosure.search.nothing_to_find", "There is no letter or digit in it that could be looked for.", "q");
    public static readonly Error TooManyWords = new(
        ErrorKind.Invalid, "disclosure.search.too_many_words", $"At most {SearchFilter.MaxWords} words are looked for at a time.", "q");
    public static readonly Error UnknownType = new(
        ErrorKind.Invalid, "disclosure.search.unknown_type",
        "There is no such type of institution; /api/disclosure/v1/types lists them.", "type");
    public static readonly Error UnknownStatus = new(
        ErrorKind.Invalid, "disclosure.search.unknown_status",
        "There is no such status; /api/disclosure/v1/statuses lists them.", "status");
    public static readonly Error UnknownGrade = new(
        ErrorKind.Invalid, "disclosure.search.unknown_grade", "There is no such grade; there are A, B, C and D.", "grade");
    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "disclosure.institution.not_found", "No published institution has this id or code.");
}
