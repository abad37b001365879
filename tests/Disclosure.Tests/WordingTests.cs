using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>Words for the codes of other services.</summary>
public sealed class WordingTests
{
    [Fact]
    public void Each_checklist_item_and_each_violation_has_words_in_both_languages()
    {
        var words = new Publication.Wording(TimeProvider.System, null);
        var codes = Numbered("E", 32).Concat(Numbered("F", 16)).Concat(Numbered("M", 12)).Concat(Numbered("C", 7))
            .Concat(["H01", "P01", "W01", "B01", "T01"]).Select(words.Item)
                .Concat(Numbered("V", 43).Select(words.Violation));

        Assert.All(codes, code => Assert.True(code.Zh != code.Code && code.En != code.Code, code.Code));
        Assert.Equal("X99", words.Item("X99").Zh);

        static IEnumerable<string> Numbered(string letter, int last) => Enumerable.Range(1, last).Select(i => $"{letter}{i:00}");
    }
}
