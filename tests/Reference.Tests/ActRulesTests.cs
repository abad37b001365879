using Oversight.Kernel;
using Xunit;

namespace Oversight.Reference.Tests;

public sealed class ActRulesTests
{
    private const string Shipped = """
        { "zh": "吊销", "operations": ["RevokeThing"], "roles": ["registrar", "supervisor"], "power": "license",
          "separation": ["proposer", "legal_reviewer"], "avoidance": true, "papers": [["document", "decided_case"]] }
        """;

    private static readonly DateOnly Today = new(2026, 11, 30);
    private static readonly string[] Roles = ["registrar", "supervisor"];
    private static readonly ActingOrgan Education = new("a", "education", DivisionCode.FromStored("330282"));

    private static readonly ActSubject Kindergarten = new() { Type = "K1", Papers = [Paper.Document] };

    [Fact]
    public void Whoever_fits_the_rule_may_act() => Assert.Null(Rules().Check("test.thing.revoke", Education, Kindergarten, Today).Error);

    [Fact]
    public void An_organ_without_the_power_may_not() => Refused(
        "reference.power.missing", Education with { Department = "market" }, Kindergarten);

    [Fact]
    public void Who_must_avoid_the_party_may_not() => Refused(
        "reference.act.avoidance", Education, Kindergarten with { MustAvoid = true });

    [Fact]
    public void It_is_nobodys_own_hand()
    {
        var hands = new Record((Hand.Filer, "a"), (Hand.Proposer, "b"), (Hand.LegalReviewer, "c"));

        Assert.Null(Rules().Check("test.thing.revoke", Education, Kindergarten with { Hands = hands }, Today).Error);
        Refused("reference.act.own_hand", Education with { Id = "b" }, Kindergarten with { Hands = hands });
        Refused("reference.act.own_hand", Education with { Id = "c" }, Kindergarten with { Hands = hands });
    }

    [Fact]
    public void A_record_names_the_refusal_of_a_hand_by_its_own_code() => Refused(
        "test.thing.own", Education, Kindergarten with { Hands = new Record((Hand.Proposer, "a")) { Own = "test.thing.own" } });

    [Fact]
    public void It_rests_on_one_paper_of_each_group()
    {
        Assert.Null(Rules().Check("test.thing.revoke", Education, Kindergarten with { Papers = [Paper.DecidedCase] }, Today).Error);
        Assert.Null(Rules().Check("test.thing.revoke", Education, Kindergarten with { Papers = null }, Today).Error);
        Refused("reference.act.paper_missing", Education, Kindergarten with { Papers = [] });
        Refused("reference.act.paper_missing", Education, Kindergarten with { Papers = [Paper.Reason] });
    }

    [Fact]
    public void A_refusal_names_the_act_and_cites_its_article()
    {
        var refused = Rules().Check("test.thing.revoke", Education, Kindergarten with { Papers = [] }, Today).Error!;

        Assert.Equal(("试验", "一", "document"), (refused.Basis!.Law, refused.Basis.Article, refused.Field));
        Assert.Equal("The act test.thing.revoke (吊销) rests on a paper: document or decided case.", refused.Message);
    }

    [Fact]
    public void Roles_are_those_of_the_day_and_the_place()
    {
        var rules = Rules(Row(
            "test.thing.revoke", Shipped.Replace("\"registrar\", ", "", StringComparison.Ordinal), "3302"));

        Assert.Equal(["supervisor"], rules.RolesOf("test.thing.revoke", Today, Education.Division));
        Assert.Equal(Roles, rules.RolesOf("test.thing.revoke", Today, DivisionCode.FromStored("33")));
        Assert.Empty(rules.RolesOf("test.thing.revoke", new DateOnly(1999, 1, 1), null));
        Assert.Empty(rules.RolesOf("test.thing.unknown", Today, null));
    }

    [Theory]
    [InlineData("[\"registrar\", \"supervisor\"]", "[\"registrar\", \"supervisor\", \"registrar\"]", true)]
    [InlineData("\"separation\": [\"proposer\", \"legal_reviewer\"]", "\"separation\": [\"proposer\"]", false)]
    [InlineData("[\"proposer\", \"legal_reviewer\"]", "[\"proposer\", \"legal_reviewer\", \"filer\"]", true)]
    [InlineData("\"power\": \"license\",", "", false)]
    [InlineData("\"power\": \"license\"", "\"power\": \"inspect\"", false)]
    [InlineData("\"avoidance\": true", "\"avoidance\": false", false)]
    [InlineData("[\"document\", \"decided_case\"]", "[\"document\", \"decided_case\", \"reason\"]", false)]
    [InlineData("[\"document\", \"decided_case\"]", "[\"document\"], [\"reason\"]", true)]
    [InlineData("RevokeThing", "OtherThing", false)]
    public void A_place_only_tightens(string from, string to, bool loads)
    {
        var own = Row("test.thing.revoke", Shipped.Replace(from, to, StringComparison.Ordinal), "3302");

        if (loads)
        {
            Assert.NotNull(Rules(own));
        }
        else
        {
            Assert.Throws<RuleDataException>(() => Rules(own));
        }
    }

    [Fact]
    public void A_place_adds_no_role_that_others_do_not_have() => Assert.Throws<RuleDataException>(() => Rules(
        Row("test.thing.revoke", Shipped.Replace("\"registrar\", ", "\"registrar\", \"auditor\", ", StringComparison.Ordinal), "3302"),
        roles: [.. Roles, "auditor"]));

    [Theory]
    [InlineData("revoke", "RevokeThing", "registrar", "is no act")]
    [InlineData("other.thing.revoke", "RevokeThing", "registrar", "is no act")]
    [InlineData("test.thing.revoke", "RevokeThing", "king", "there is no role 'king'")]
    public void What_is_mistyped_is_told_at_the_start(string key, string operation, string role, string fault)
    {
        var values = $$"""{ "zh": "一", "operations": ["{{operation}}"], "roles": ["{{role}}"] }""";
        var thrown = Assert.Throws<RuleDataException>(() => Rules(shipped: Row(key, values)));

        Assert.Contains(fault, string.Join('\n', thrown.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_acts_of_one_operation_are_a_fault()
    {
        var values = """{ "zh": "一", "operations": ["Do"], "roles": ["registrar"] }""";

        Assert.Throws<RuleDataException>(() => Rules(shipped: Row("test.thing.one", values) + "," + Row("test.thing.two", values)));
    }

    [Theory]
    [InlineData("""{ "zh": "一", "operations": [], "roles": [] }""")]
    [InlineData("""{ "zh": "一", "operations": ["Do"], "roles": [] }""")]
    [InlineData("""{ "zh": "一", "operations": ["Do"], "roles": ["registrar"], "via": "date x" }""")]
    [InlineData("""{ "zh": "一", "operations": ["Do"], "roles": ["registrar"], "papers": [[]] }""")]
    [InlineData("""{ "zh": "一", "operations": ["Do"], "roles": ["registrar"], "separation": ["nobody"] }""")]
    public void An_act_that_nobody_can_do_is_a_fault(string values) =>
        Assert.Throws<RuleDataException>(() => Rules(shipped: Row("test.thing.one", values)));

    private static void Refused(string code, ActingOrgan by, ActSubject subject) =>
        Assert.Equal(code, Rules().Check("test.thing.revoke", by, subject, Today).Error?.Code);

    private static ActRules Rules(string? own = null, string? shipped = null, string[]? roles = null)
    {
        var pack = Pack(shipped ?? Row("test.thing.revoke", Shipped));
        var shippedPack = RulePackLoader.Read<ActRule>("test-acts", pack);
        var merged = own is null ? shippedPack : RulePackLoader.Read<ActRule>("test-acts", pack, Pack(own));
        return new ActRules("test", shippedPack, merged, Powers.Load(), roles ?? Roles);
    }

    private static string Pack(string rows) => $$"""{ "pack": "test-acts", "entries": [ {{rows}} ] }""";

    private static string Row(string key, string values, string jurisdiction = "CN") => $$"""
        { "key": "{{key}}", "versions": [ {
          "version": "1", "validFrom": "2018-01-01", "jurisdiction": "{{jurisdiction}}", "unit": "none", "confidence": "ours",
          "basis": { "law": "试验", "article": "一" }, "values": {{values}} } ] }
        """;

    private sealed class Record(params (Hand Hand, string ActorId)[] hands) : IHands
    {
        public string? Own { get; init; }

        public IEnumerable<(Hand Hand, string ActorId)> Hands() => hands;

        public Error? RefusalOf(Hand hand, string act) => Own is null ? null : new Error(ErrorKind.Forbidden, Own, "Own.");
    }
}
