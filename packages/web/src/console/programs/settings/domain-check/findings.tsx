import { Stack, Table, Text } from '@mantine/core';
import type { CertificateFinding, Diagnosis, HopFinding, PhaseTimes } from '@minigate/network/diagnose';
import { Facts } from '../../../../ui/facts.tsx';
import { useFormat, useMessages } from '../../../../ui/language.tsx';
import { Section } from '../../../../ui/section.tsx';
import { visible } from '../../../../ui/visible-text.ts';
import { WideTable } from '../../../../ui/wide-table.tsx';
import { messages } from './domain-check.messages.ts';

/** What was seen on the way: certificates, redirects and times, as far as they may be told. */
export function SeenOnTheWay({
  diagnosis: { certificates, hops, times },
}: {
  readonly diagnosis: Diagnosis;
}) {
  return (
    <>
      {certificates.length > 0 && <Certificates of={certificates} />}
      {hops.length > 1 && <Hops of={hops} />}
      <Times of={times} />
    </>
  );
}

function Certificates({ of }: { readonly of: readonly CertificateFinding[] }) {
  const { certificatesTitle, certificate: texts, expired, left } = useMessages(messages);
  return (
    <Section title={certificatesTitle}>
      <WideTable
        label={`${texts.subject}, ${texts.issuer}, ${texts.until}`}
        minWidth={720}
        head={[texts.subject, texts.issuer, texts.until, texts.key, texts.signature]}
      >
        {of.map(({ subject, issuer, notAfter, daysLeft, keyType, keyBits, signature }, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <Table.Tr key={index}>
            <Table.Td>{visible(subject)}</Table.Td>
            <Table.Td>{visible(issuer)}</Table.Td>
            <Table.Td>
              {notAfter.slice(0, 10)}
              <Text size="xs" c="dimmed">
                {daysLeft < 0 ? expired(-daysLeft) : left(daysLeft)}
              </Text>
            </Table.Td>
            <Table.Td>{`${keyType.toUpperCase()}${keyBits === 0 ? '' : ` ${keyBits}`}`}</Table.Td>
            <Table.Td>{visible(signature)}</Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </Section>
  );
}

function Hops({ of }: { readonly of: readonly HopFinding[] }) {
  const { hopsTitle, hop: texts, allowed, refused } = useMessages(messages);
  return (
    <Section title={hopsTitle}>
      <WideTable
        label={`${texts.url}, ${texts.status}, ${texts.verdict}`}
        minWidth={480}
        head={[texts.url, texts.status, texts.verdict]}
      >
        {of.map(({ url, status, verdict }, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <Table.Tr key={index}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{visible(url)}</Table.Td>
            <Table.Td>{status ?? '–'}</Table.Td>
            <Table.Td>{verdict === 'allow' ? allowed : refused}</Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </Section>
  );
}

function Times({ of }: { readonly of: PhaseTimes }) {
  const { timesTitle, times: texts } = useMessages(messages);
  const format = useFormat();
  const names = ['name', 'connect', 'tls', 'firstByte', 'total'] as const;
  const known = names.flatMap((name) => {
    const time = of[name];
    return time === undefined ? [] : [[texts[name], format.span(time)] as const];
  });
  if (known.length === 0) return null;
  return (
    <Section title={timesTitle}>
      <Stack maw={420}>
        <Facts of={known} />
      </Stack>
    </Section>
  );
}
