using System.Security.Claims;
using Oversight.Kernel;
using Oversight.Web;
using Xunit;

namespace Oversight.Web.Tests;

public sealed class ActorTests
{
    [Fact]
    public void The_actor_is_what_the_token_says()
    {
        var actor = From(
            ("sub", "42"), ("name", "叶思齐"), ("dept", "education"), ("division", "3302"), ("role", "registrar"), ("role", "supervisor"))!;

        Assert.Equal(("42", "叶思齐", "education", "3302"), (actor.Id, actor.Name, actor.Department, actor.ScopePrefix));
        Assert.True(actor.Has(Roles.Registrar) && actor.Has(Roles.Supervisor) && !actor.Has(Roles.Administrator));
        Assert.True(actor.Covers(DivisionCode.Parse("330282").Value));
        Assert.False(actor.Covers(DivisionCode.Parse("330100").Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("33028")]
    [InlineData("%")]
    public void Without_a_real_division_there_is_no_scope(string? division)
    {
        var actor = division is null ? From(("sub", "42"))! : From(("sub", "42"), ("division", division))!;

        Assert.Null(actor.Division);
        Assert.False(actor.Covers(DivisionCode.Parse("330282").Value));
        Assert.DoesNotContain(actor.ScopePrefix, "330282", StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_no_actor()
    {
        Assert.Null(Actor.From(new ClaimsPrincipal(new ClaimsIdentity())));
        Assert.Null(From(("name", "without subject")));
    }

    private static Actor? From(params (string Type, string Value)[] claims) =>
        Actor.From(new ClaimsPrincipal(new ClaimsIdentity(claims.Select(c => new Claim(c.Type, c.Value)), "test")));
}
