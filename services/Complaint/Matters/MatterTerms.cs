using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence.Clocks;
using Oversight.Reference;

namespace Oversight.Complaint.Matters;

/// <summary>
/// Starts the clocks of a matter by the rules of the department that handles it: a rule <c>&lt;key&gt;.&lt;department&gt;</c> of the table
/// comes before the general one. So what market regulation has set for itself is not cited to a person whose matter education handles.
/// </summary>
internal sealed class MatterTerms(RecordClocks<ComplaintDbContext> clocks, StatutoryClocks rules)
{
    /// <summary>Starts a clock.</summary>
    /// <param name="key">One of <see cref="MatterClocks.All"/>; the clock has it whatever rule it runs by.</param>
    /// <param name="matter">The matter with the department that has it now. A later transfer does not restart the clock.</param>
    /// <param name="on">Official day of the event that sets it going.</param>
    /// <returns>The clock, or the refusal of a day for which the table has no rule.</returns>
    public Result<StoredClock> Start(string key, Matter matter, DateOnly on)
    {
        var place = DivisionCode.FromStored(matter.Division);
        // The clock keeps the general key whichever rule it runs by: acts stop it and the watcher finds it by that key.
        return rules.OnDay($"{key}.{matter.Department}", on, place) is { IsRefused: false } own
            ? clocks.Start(key, matter.Id, on, own.Value, place)
            : clocks.Start(key, matter.Id, on, place);
    }
}
