using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>The rules hold over everything that ships, and each rule is shown a bad sample that it must report.</summary>
public sealed class SourceTests
{
    [Fact]
    public void Files_are_small_rooms() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.Size));

    [Fact]
    public void Lines_fit_beside_one_another() =>
        Assert.Empty(SourceFile.Product.Concat(SourceFile.Tests).SelectMany(SourceRules.Columns));

    [Fact]
    public void Lines_of_documents_fit_too() => Assert.Empty(SourceFile.Documents.SelectMany(SourceRules.Prose));

    [Fact]
    public void Canary_a_long_line_is_reported()
    {
        Assert.NotEmpty(SourceRules.Prose(Bad(new string('x', 141))));
        Assert.Empty(SourceRules.Prose(Bad("| " + new string('x', 141) + " |")));
        Assert.NotEmpty(SourceRules.Columns(Bad(new string('x', 141))));
        Assert.Empty(SourceRules.Columns(Bad(new string('x', 140))));
    }

    [Fact]
    public void Names_say_something() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.Names));

    [Fact]
    public void Aggregates_are_pure() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.Aggregates));

    [Fact]
    public void Only_the_relay_publishes() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.Publishing));

    [Fact]
    public void The_transport_is_named_in_messaging_alone() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.Transport));

    [Fact]
    public void One_write_is_one_save() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.Saving));

    [Fact]
    public void No_sql_text_outside_the_provider_file() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.Sql));

    [Fact]
    public void Oldest_first_says_by_what() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.Order));

    [Fact]
    public void Canary_an_order_by_id_is_reported_and_a_page_is_not()
    {
        Assert.NotEmpty(SourceRules.Order(Bad("var next = await jobs.OrderBy(j => j.Id).FirstOrDefaultAsync(cancellation);")));
        Assert.Empty(
            SourceRules.Order(
                Bad("var page = await jobs.Where(j => j.Id.CompareTo(from) > 0).OrderBy(j => j.Id).Take(20).ToListAsync(cancellation);")));
    }

    [Fact]
    public void Nothing_is_swallowed_or_left_for_later() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.Honesty));

    [Fact]
    public void Nothing_depends_on_the_name_of_a_type() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.TypeNames));

    [Fact]
    public void No_fault_is_told_by_its_text() => Assert.Empty(SourceFile.Product.SelectMany(SourceRules.FaultTexts));

    [Fact]
    public void Every_file_that_a_rule_excepts_breaks_that_rule()
    {
        foreach (var path in SourceRules.TextsThatTell.Keys)
        {
            Assert.NotEmpty(SourceRules.FaultTexts(Elsewhere(path)));
        }

        Assert.NotEmpty(SourceRules.TypeNames(Elsewhere(SourceRules.MarksByName)));
    }

    [Fact]
    public void No_test_fails_by_chance() => Assert.Empty(SourceFile.Tests.SelectMany(SourceRules.Chance));

    [Fact]
    public void The_decision_about_the_transaction_names_a_file_that_exists() =>
        Assert.Contains(SourceFile.Product, file => file.Path == SourceRules.TransactionByDecision);

    [Fact]
    public void Canary_a_long_slice_and_a_long_file_are_reported()
    {
        Assert.NotEmpty(SourceRules.Size(Bad("app.MapGet(\"/\", Handle);\n" + new string('\n', 160) + "}")));
        Assert.NotEmpty(SourceRules.Size(Bad("pages.MapMethods(\"/\", Read, Handle);\n" + new string('\n', 160) + "}")));
        Assert.NotEmpty(SourceRules.Size(Bad(new string('\n', 401) + "}")));
    }

    [Theory]
    [InlineData("internal sealed class LicenceManager { }")]
    [InlineData("public record InstitutionDto(string Name);")]
    [InlineData("public interface IThing { } public abstract class HandlerBase { }")]
    public void Canary_an_empty_name_is_reported(string text) => Assert.NotEmpty(SourceRules.Names(Bad(text)));

    [Theory]
    [InlineData("using Microsoft.EntityFrameworkCore;\npublic sealed class Visit : IVersioned { }")]
    [InlineData("using MassTransit;\npublic sealed class Visit : Thing, IVersioned { }")]
    [InlineData("public sealed class Visit : IVersioned { void Close(TimeProvider clock) { } }")]
    public void Canary_an_impure_aggregate_is_reported(string text) => Assert.NotEmpty(SourceRules.Aggregates(Bad(text)));

    [Theory]
    [InlineData("await bus.Publish(fact, cancellation);")]
    [InlineData("internal sealed class Handler(IPublishEndpoint endpoint);")]
    public void Canary_publishing_elsewhere_is_reported(string text) => Assert.NotEmpty(SourceRules.Publishing(Bad(text)));

    [Fact]
    public void Canary_the_transport_elsewhere_is_reported() => Assert.NotEmpty(SourceRules.Transport(Bad("using MassTransit;")));

    [Theory]
    [InlineData("await db.SaveChangesAsync(cancellation);")]
    [InlineData("await using var transaction = await db.Database.BeginTransactionAsync(cancellation);")]
    public void Canary_a_second_save_is_reported(string text) => Assert.NotEmpty(SourceRules.Saving(Bad(text)));

    [Fact]
    public void Canary_sql_text_is_reported() => Assert.NotEmpty(SourceRules.Sql(Bad("await db.Database.ExecuteSqlRawAsync(text);")));

    [Theory]
    [InlineData("try { Act(); } catch { }")]
    [InlineData("try { Act(); } catch (Exception e) { }")]
    [InlineData("// TODO: later")]
    [InlineData("throw new NotImplementedException();")]
    public void Canary_a_pretence_is_reported(string text) => Assert.NotEmpty(SourceRules.Honesty(Bad(text)));

    [Fact]
    public void Canary_a_test_that_fails_by_chance_is_reported()
    {
        Assert.NotEmpty(SourceRules.Chance(Bad("Assert.DoesNotContain(\"138\", problem.Body.ToString(), StringComparison.Ordinal);")));
        Assert.Empty(SourceRules.Chance(Bad("Assert.DoesNotContain(\"138\", problem.WithoutTraceId(), StringComparison.Ordinal);")));
    }

    [Theory]
    [InlineData("if (type.Name.EndsWith(\"Request\", StringComparison.Ordinal)) { }")]
    [InlineData("return argument.GetType().Name == \"CloseCaseRequest\";")]
    [InlineData("var isList = parameter.ParameterType.FullName?.StartsWith(\"System.Collections\", StringComparison.Ordinal);")]
    public void Canary_a_decision_by_the_name_of_a_type_is_reported(string text) => Assert.NotEmpty(SourceRules.TypeNames(Bad(text)));

    [Fact]
    public void Canary_the_name_of_a_type_may_be_shown_and_a_record_may_have_a_name()
    {
        Assert.Empty(SourceRules.TypeNames(Bad("LogFailed(log, e.GetType().Name, e.Message);")));
        Assert.Empty(SourceRules.TypeNames(Bad("entries = entries.Where(i => i.Name.StartsWith(name));")));
    }

    [Theory]
    [InlineData("catch (SqlException e) when (e.Message.Contains(\"deadlock\", StringComparison.Ordinal)) { }")]
    [InlineData("var missing = Missing().Match(e.Message) is { Success: true };")]
    [InlineData("if (Pattern().IsMatch(failure.InnerException.Message)) { }")]
    [InlineData("return e is IOException { Message: \"Broken pipe\" };")]
    [InlineData("if (refused.Error.Message == \"There is no such case.\") { }")]
    public void Canary_a_fault_told_by_its_text_is_reported(string text) => Assert.NotEmpty(SourceRules.FaultTexts(Bad(text)));

    [Fact]
    public void Canary_the_text_of_a_fault_may_be_shown() =>
        Assert.Empty(SourceRules.FaultTexts(Bad("throw new KeyFaultException($\"{name} cannot be read: {e.Message}\");")));

    private static SourceFile Elsewhere(string path) => Bad(SourceFile.Product.Single(file => file.Path == path).Text);

    private static SourceFile Bad(string text) => new("services/Registry/Institutions/Bad.cs", text);
}
