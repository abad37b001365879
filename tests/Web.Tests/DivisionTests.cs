using Microsoft.Extensions.Configuration;
using Xunit;

namespace Oversight.Web.Tests;

/// <summary>The division that a platform is for is one that there is; every module asks when it adds itself.</summary>
public sealed class DivisionTests
{
    [Theory]
    [InlineData("9901")]
    [InlineData("3399")]
    [InlineData("330204")]
    [InlineData("Guangzhou")]
    public void A_service_that_does_not_know_the_division_does_not_start(string division)
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => Host(division).AddModule("notes", _ => { }));

        Assert.Contains(division, thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4401", "4401")]
    [InlineData("440100", "4401")]
    [InlineData("330282", "330282")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_module_is_told_the_division(string? stated, string? expected)
    {
        string? told = "none";

        Host(stated).AddModule("notes", module => told = module.Division?.Value);

        Assert.Equal(expected, told);
    }

    private static ServiceHost Host(string? division)
    {
        var settings = new Dictionary<string, string?> { ["Oversight:Division"] = division };
        return ServiceHost.Create([], configuration => configuration.AddInMemoryCollection(settings));
    }
}
