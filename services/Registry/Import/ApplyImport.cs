using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;
using Oversight.Registry.Licences;
using Oversight.Registry.Reference;

namespace Oversight.Registry.Import;

/// <summary>
/// Applies sound rows to the register in batches: new entries are entered, known ones changed, equal ones left alone. The
/// caller holds the one transaction around all batches (ADR 4).
/// </summary>
internal sealed class ApplyImport(
    RegistryDbContext context, Commit<RegistryDbContext> commit, RegisterRules rules, ContactProtector contacts, LicenceDeadlines deadlines)
{
    /// <summary>Rows of one batch.</summary>
    public const int BatchSize = 500;

    /// <summary>Entries made, changed, and found equal so far.</summary>
    public (int Created, int Changed, int Unchanged) Counts { get; private set; }

    /// <summary>Applies one batch to the context and, unless it is a dry run, saves it.</summary>
    /// <returns>The rows that the register refuses, with why; every other row is counted in <see cref="Counts"/>.</returns>
    /// <exception cref="ImportConflictException">Somebody changed an entry meanwhile, or made one with the same code; begin
    /// again.</exception>
    public async Task<Dictionary<SoundRow, Error>> ApplyAsync(
        IReadOnlyList<SoundRow> rows, DivisionCode scope, bool dryRun, CancellationToken cancellation)
    {
        var refused = new Dictionary<SoundRow, Error>(ReferenceEqualityComparer.Instance);
        var known = await LoadAsync(rows, cancellation);
        var ids = known.Entries.Select(e => e.Id).ToList();
        // One query for the batch instead of one for each changed entry.
        var open =
            (await context.Deadlines.Where(
                d => ids.Contains(d.SubjectId) && d.Kind == LicenceDeadlines.Kind && d.FiredAt == null && d.CancelledAt == null)
                .ToListAsync(cancellation)).ToLookup(d => d.SubjectId);
        var register = Act(LegalActs.Register);
        var change = Act(LegalActs.Change);
        var lead = Act(LegalActs.OpenLead);
        foreach (var row in rows)
        {
            var entry = known.Find(row);
            // RowReader checked the site of the row; the entry that it matches may lie in another division.
            var outcome = entry is null ? Enter(row, row.IsLead ? lead : register)
                : scope.Covers(DivisionCode.FromStored(entry.Division)) ? Change(entry, row, change)
                : ImportErrors.OtherScope;
            if (outcome.IsRefused)
            {
                refused.Add(row, outcome.Error);
            }
            else if (entry is not null && outcome.Value)
            {
                deadlines.Reset(entry, [.. open[entry.Id]]);
            }
        }

        // The database does not say which row met the conflict, so the run begins anew against the register as it is then.
        if (!dryRun && await commit.SaveAsync(cancellation) is { IsRefused: true } conflict)
        {
            throw new ImportConflictException(conflict.Error);
        }

        // A register does not fit one change tracker (ADR 4). In a dry run this also drops what was only tried.
        context.ChangeTracker.Clear();
        return refused;
    }

    private Result<bool> Enter(SoundRow row, LegalAct act)
    {
        var contact = contacts.Protect(row.People, row.Remark, current: null);
        if (contact.IsRefused)
        {
            return contact.Error;
        }

        var entry = Institution.Enter(commit.NewId(), row.Particulars, contact.Value, row.Status, row.IsLead, act);
        context.Institutions.Add(entry);
        deadlines.Set(entry);
        Announce(
            entry, row.IsLead ? Lead(entry) : new InstitutionRegistered(
                entry.Published(), commit.Now, act.EffectiveOn, act.Ground, "import"), act);
        Counts = Counts with { Created = Counts.Created + 1 };
        return true;
    }

    private Result<bool> Change(Institution entry, SoundRow row, LegalAct act)
    {
        if (entry.IsLead != row.IsLead)
        {
            return ImportErrors.KindDiffers;
        }

        // An entry of another type that becomes one of a closed type is a new one of that type.
        var (type, site) = (row.Particulars.Type, DivisionCode.FromStored(row.Particulars.Site.Division));
        if (entry.Type != type && rules.ClosedToNew(type, act.EffectiveOn, site) is { } closed)
        {
            return InstitutionErrors.TypeClosed(closed.Basis);
        }

        var contact = contacts.Protect(row.People, row.Remark, entry.Contact);
        if (contact.IsRefused)
        {
            return contact.Error;
        }

        if (entry.Status != row.Status)
        {
            return ImportErrors.StatusDiffers;
        }

        // An equal row is no act: importing a file again raises no version and announces nothing.
        if (entry.Particulars == row.Particulars && entry.Contact == contact.Value)
        {
            Counts = Counts with { Unchanged = Counts.Unchanged + 1 };
            return false;
        }

        var changed = entry.Change(row.Particulars, contact.Value, act);
        if (changed.IsRefused)
        {
            return changed.Error;
        }

        Announce(
            entry, entry.IsLead ? Lead(entry) : new InstitutionChanged(
                entry.Published(), commit.Now, act.EffectiveOn, act.Ground, changed.Value, "import"), act);
        Counts = Counts with { Changed = Counts.Changed + 1 };
        return true;
    }

    private void Announce(Institution entry, object fact, LegalAct act)
    {
        commit.Announce(fact, entry.Id, entry.Version);
        commit.Record(
            $"institution.{act.Rule.Key}", entry.IsLead ? "unlicensed" : "institution", entry.Id, entry.Version,
            new { entry.Status, act.EffectiveOn, source = "import" });
    }

    private UnlicensedEntityRecorded Lead(Institution entry) => new(
        entry.Id, entry.Version, entry.Name, entry.CreditCode, entry.Division, entry.Address, entry.Status, entry.LacksPermit,
        entry.LacksBusinessLicence, commit.Now);

    private LegalAct Act(string name) => new(rules.Act(name, OfficialTime.DateOf(commit.Now)), commit.Now, OfficialTime.DateOf(commit.Now));

    private async Task<KnownEntries> LoadAsync(IReadOnlyList<SoundRow> rows, CancellationToken cancellation)
    {
        var codes = rows.Select(r => r.Particulars.CreditCode).OfType<string>().ToList();
        var licences = rows.Select(r => r.Particulars.Licence?.Number).OfType<string>().ToList();
        var names = rows.Where(r => r.Particulars is { CreditCode: null, Licence: null }).Select(r => r.Particulars.Name).ToList();
        return new KnownEntries(await context.Institutions
            .Where(
                i => codes.Contains(i.CreditCode!) || licences.Contains(i.LicenceNumber!)
                    || (i.CreditCode == null && i.LicenceNumber == null && names.Contains(i.Name)))
            .ToListAsync(cancellation));
    }

    private sealed record KnownEntries(List<Institution> Entries)
    {
        private readonly Dictionary<string, Institution> _byCode = Entries.Where(e => e.CreditCode is not null)
            .ToDictionary(e => e.CreditCode!);
        private readonly Dictionary<string, Institution> _byLicence = Entries.Where(e => e.LicenceNumber is not null)
            .ToDictionary(e => e.LicenceNumber!);
        private readonly ILookup<string, Institution> _byName = Entries.Where(e => e.CreditCode is null && e.LicenceNumber is null)
            .ToLookup(e => $"{e.Name} {e.Division}");

        public Institution? Find(SoundRow row) =>
            row.Particulars.CreditCode is { } code && _byCode.TryGetValue(code, out var byCode) ? byCode
            : row.Particulars.Licence is { } licence && _byLicence.TryGetValue(licence.Number, out var byLicence) ? byLicence
            : row.Particulars is { CreditCode: null, Licence: null }
            ? _byName[$"{row.Particulars.Name} {row.Particulars.Site.Division}"].FirstOrDefault() : null;
    }
}

/// <summary>The register moved under an import; the whole import is begun again.</summary>
internal sealed class ImportConflictException(Error why) : Exception($"{why.Code}: {why.Message}")
{
    /// <summary>What the database said.</summary>
    public Error Why { get; } = why;
}
