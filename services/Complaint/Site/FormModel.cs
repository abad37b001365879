using Oversight.Complaint.Intakes;
using Oversight.Kernel;
using Oversight.Pages;

namespace Oversight.Complaint.Site;

/// <summary>The complaint form as it is shown.</summary>
public sealed record FormModel
{
    /// <summary>Its hidden key.</summary>
    public required string Token { get; init; }

    /// <summary>What is wanted.</summary>
    public IReadOnlyList<string> Wants { get; init; } = [];

    /// <summary>Category chosen.</summary>
    public string Category { get; init; } = "";

    /// <summary>Institution of the register, or null.</summary>
    public Guid? InstitutionId { get; init; }

    /// <summary>Its name and address.</summary>
    public string? InstitutionName { get; init; }

    /// <summary>Party that the register does not have.</summary>
    public string PartyName { get; init; } = "";

    /// <summary>Its division.</summary>
    public string Division { get; init; } = "";

    /// <summary>Its address.</summary>
    public string Address { get; init; } = "";

    /// <summary>What happened.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the person stays unknown.</summary>
    public bool Anonymous { get; init; }

    /// <summary>The person's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The person's telephone number.</summary>
    public string Phone { get; init; } = "";

    /// <summary>Key of a text above the form that says why it was not taken, or null.</summary>
    public string? Notice { get; init; }

    /// <summary>What is wrong, by field, in the reader's language.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>Categories to choose from.</summary>
    public IReadOnlyList<ChoiceOption> Categories { get; init; } = [];

    /// <summary>Divisions to choose from.</summary>
    public IReadOnlyList<ChoiceOption> Divisions { get; init; } = [];

    /// <summary>The message as it stands in the form.</summary>
    internal StatedIntake Stated() => new(Wants, Category, InstitutionId, PartyName, Division, Address, Text, Anonymous, Name, Phone);

    /// <summary>The first fault of every field, in the reader's language.</summary>
    internal static Dictionary<string, string> Explain(IEnumerable<Error> faults, Texts texts) => faults.GroupBy(f => f.Field ?? "")
        .ToDictionary(g => g.Key, g => texts.Find("complaint.fault." + g.First().Code) ?? texts["complaint.fault"]);
}
